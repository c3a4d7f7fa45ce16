import { fault } from './check.ts';
import { renderCheckup } from './render-checkup.ts';
import { runChecks } from './run-checks.ts';

const never = new AbortController().signal;
const explain = (error: unknown) => fault(String(error), 'mend it');
const good = { name: 'good', run: async () => ({ looked: 'two things', findings: [] }) };

describe('runChecks', () => {
  it('ends a check that hangs, and explains one that fails, beside the others', async () => {
    const hangs = { name: 'hangs', run: () => new Promise<never>(() => undefined) };
    const fails = {
      name: 'fails',
      run: async () => {
        throw new Error('no such thing');
      },
    };
    const results = await runChecks([hangs, fails, good], { limitMs: 30, explain, signal: never });
    expect(results.map(({ check, findings }) => [check, findings.map(({ what }) => what)])).toEqual([
      ['hangs', ['no answer within 0.03 s']],
      ['fails', ['Error: no such thing']],
      ['good', []],
    ]);
  });
});

describe('renderCheckup', () => {
  it('keeps the lines of a long finding below its beginning, and ends with the counts', () => {
    const findings = [fault(`first line\n${'word '.repeat(30)}`, 'mend it')];
    const text = renderCheckup([{ check: 'registry', looked: '', findings, tookMs: 1 }]);
    const lines = text.split('\n');
    expect(lines[0]).toBe('WRONG     registry  first line');
    expect(lines[1]).toMatch(/^ {20}word word/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines.slice(-3)).toEqual(['                    Fix: mend it', '', '1 wrong.']);
  });
});
