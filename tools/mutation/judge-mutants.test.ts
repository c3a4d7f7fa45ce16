import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeMutants } from './judge-mutants.ts';
import type { Mutant } from './mutation.ts';
import { renderScore, scoreOf } from './render-report.ts';
import type { SuiteResult } from './run-suite.ts';

const SOURCE = 'first;\nx = 1;\n';
const mutant: Mutant = { kind: 'number', from: 11, to: 12, text: '2', path: 'a.ts', project: 'own' };

describe('judgeMutants', () => {
  let copy: string;

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'judge-'));
    writeFileSync(join(copy, 'a.ts'), SOURCE);
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  /** @param results what each suite reports of a mutated file. */
  const judge = (results: Record<string, SuiteResult>, mutants: readonly Mutant[] = [mutant]) =>
    judgeMutants(mutants, {
      copy,
      runSuite: async (suite) =>
        readFileSync(join(copy, 'a.ts'), 'utf8') === SOURCE ? 'passed' : results[suite]!,
      suitesOf: () => Object.keys(results),
      onJudged: () => undefined,
    });

  it('reports the place, both lines and the suite that caught the mutant', async () => {
    expect(await judge({ own: 'passed', world: 'failed' })).toEqual([
      {
        project: 'own',
        kind: 'number',
        place: 'a.ts:2',
        before: 'x = 1;',
        after: 'x = 2;',
        fate: 'killed',
        caughtBy: 'world',
      },
    ]);
  });

  it('counts a suite that hangs as catching the mutant', async () => {
    const judged = await judge({ own: 'hung' });
    expect(judged[0]?.fate).toBe('hung');
    expect(renderScore(scoreOf(judged))).toBe('1 of 1 mutants caught (100.0 %)');
  });

  it('reports a survivor, and writes the file back', async () => {
    const judged = await judge({ own: 'passed' });
    expect(judged[0]?.fate).toBe('survived');
    expect(readFileSync(join(copy, 'a.ts'), 'utf8')).toBe(SOURCE);
  });

  it('does not run or count a mutant that the types refuse', async () => {
    const judged = await judge({ own: 'passed' }, [{ ...mutant, isRefusedByTypes: true }]);
    expect(scoreOf(judged)).toEqual({ caught: 0, run: 0, refusedByTypes: 1 });
  });

  it('rejects if a suite fails without a mutation', async () => {
    writeFileSync(join(copy, 'a.ts'), `${SOURCE} // changed`);
    await expect(judge({ own: 'failed' })).rejects.toThrow('the tests of own failed without a mutation');
  });
});
