import { execFileSync } from 'node:child_process';
import type { Command } from 'commander';
import { makeProgram } from '../make-program.ts';
import { renderCompletion } from './render-completion.ts';

const terminal = { say: () => undefined, complain: () => undefined };
const program = makeProgram({ terminal } as never, () => undefined);
const script = renderCompletion(program, 'bash');

/** What bash offers for the last of these words. */
const complete = (...words: string[]): string[] => {
  const setting = `COMP_WORDS=(${['ops', ...words].map((word) => `"${word}"`).join(' ')}); COMP_CWORD=${words.length}`;
  const run = `${script}\n${setting}\n_ops\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', run], { encoding: 'utf8' }).trim().split('\n');
};

const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];

describe('the completion of bash', () => {
  it.each([
    [['dl'], ['dlq']],
    [['dlq', 're'], ['redrive']],
    [['dlq', 'redrive', 'downloads-dlq', '--dry'], ['--dry-run']],
    [['--json', 'proposals', 'a'], ['approve']],
    [['keys', 'add', 'ing'], ['ingestion-api']],
    [['quarantine', 'list', '--kind', 'ev'], ['events']],
  ])('of %j is %j', (words, expected) => {
    expect(complete(...words)).toEqual(expected);
  });

  it('knows every command and option of the program', () => {
    const names = all(program).flatMap(({ commands, options }) => [
      ...commands.map((command) => command.name()),
      ...options.flatMap(({ long }) => long ?? []),
    ]);
    expect(names.length).toBeGreaterThan(60);
    expect(names.filter((name) => !script.includes(name))).toEqual([]);
  });

  it('is loaded by zsh through its bashcompinit', () => {
    expect(renderCompletion(program, 'zsh')).toMatch(/bashcompinit[^]*complete -o default -F _ops ops$/);
  });
});
