import { join } from 'node:path';
import { runBounded } from '../process/run-bounded.ts';

export type SuiteResult = 'passed' | 'failed' | 'hung';
export type RunSuite = (project: string, limitMs: number) => Promise<SuiteResult>;

/** Runs the tests of one project in a copy of the tree, up to the first that fails. */
export const makeRunSuite =
  (copy: string): RunSuite =>
  async (project, limitMs) => {
    const failure = await runBounded(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        'node_modules/jest/bin/jest.js',
        `^${copy}/${project}/`,
        '--runInBand',
        '--bail',
        '--forceExit',
        `--cacheDirectory=${join(copy, '.jest')}`,
      ],
      { cwd: copy, stdio: 'ignore', limitMs },
    );
    if (failure === undefined) return 'passed';
    return failure.startsWith('did not end') ? 'hung' : 'failed';
  };
