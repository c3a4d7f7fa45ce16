import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

const [projectRoot, ...rest] = process.argv.slice(2);
mkdirSync(`reports/${projectRoot}`, { recursive: true });
const result = spawnSync(
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
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
process.exit(result.status ?? 1);
