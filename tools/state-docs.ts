import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findDrift } from './environment-docs/find-drift.ts';
import { renderStateDocs } from './state-docs/render-state-docs.ts';

const FILE = 'docs/state-machines.md';

const { write } = parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;
const wanted = renderStateDocs();

if (write) {
  await writeFile(FILE, wanted);
} else {
  const drift = findDrift(await readFile(FILE, 'utf8').catch(() => ''), wanted);
  if (drift !== undefined) {
    console.error(`${FILE} is out of date; \`npm run docs\` writes it again.\n${drift}`);
    process.exitCode = 1;
  }
}
