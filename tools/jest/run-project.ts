import { mkdirSync } from 'node:fs';
import { runBounded } from '../process/run-bounded.ts';

/** Some three times what the slowest project takes: for one that hangs, as Jest does when a test leaves something open. */
const LIMIT_MS = 10 * 60_000;

const [projectRoot, ...rest] = process.argv.slice(2);
mkdirSync(`reports/${projectRoot}`, { recursive: true });
const failure = await runBounded(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    `^${process.cwd()}/${projectRoot}/`,
    '--passWithNoTests',
    '--json',
    `--outputFile=reports/${projectRoot}/jest.json`,
    ...rest,
  ],
  { stdio: ['ignore', 'ignore', 'inherit'], limitMs: LIMIT_MS },
);
if (failure !== undefined) console.error(`the tests of ${projectRoot} ${failure}`);
process.exit(failure === undefined ? 0 : 1);
