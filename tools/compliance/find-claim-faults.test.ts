import { listTitles } from '../requirements/list-titles.ts';
import { findClaimFaults } from './find-claim-faults.ts';

const files: Record<string, string> = { 'src/size.test.ts': "it('is at most 5', () => undefined);" };
const repository = { read: (path: string) => files[path], titlesIn: listTitles };

const claim = (id: string, test: string, command = 'npm run ops -- status', title = 'is at most 5'): string =>
  `### ${id} A size\n\nWords.\n\n- ${test}: \`src/size.test.ts\`: "${title}"\n\n\`\`\`sh\n${command}\n\`\`\`\n\n`;
const begin = '# Report\n\n## 1. Sizes\n\n';
const english = begin + claim('1.1', 'Test') + claim('1.2', 'Test');
const spanish = begin + claim('1.1', 'Prueba') + claim('1.2', 'Prueba');

const faultsOf = (one: string, other: string): string[] =>
  findClaimFaults(
    [
      { path: 'en.md', text: one },
      { path: 'es.md', text: other },
    ],
    repository,
    ['ops', 'test'],
  );

describe('the check of the control report', () => {
  it('accepts two pages with the same claims, tests that exist, and commands', () => {
    expect(faultsOf(english, spanish)).toEqual([]);
  });

  it.each([
    [
      'a test that was renamed',
      claim('1.1', 'Test', undefined, 'is at most 4'),
      'has no test "is at most 4"',
    ],
    ['a claim without a test', claim('1.1', 'Text'), 'claim 1.1: it names no test'],
    ['a claim without a command', claim('1.1', 'Test').replace(/```sh[^]*/, ''), 'it names no command'],
    ['a command that does not exist', claim('1.1', 'Test', 'npm run lose'), '"npm run lose" runs no script'],
    ['a page without a claim', '', 'en.md: it has no claim'],
  ])('reports %s', (_, text, fault) => {
    expect(faultsOf(text, spanish).join('\n')).toContain(fault);
  });

  it.each([
    ['lacks a claim', begin + claim('1.1', 'Prueba')],
    ['has a claim with another command', spanish.replace('ops -- status', 'ops -- missing')],
    ['has its claims in another number', spanish.replace('### 1.2', '### 1.3')],
  ])('reports a page in the other language that %s', (_, other) => {
    expect(faultsOf(english, other).join('\n')).toContain('en.md and es.md differ in claim 1.');
  });
});
