import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findDrift } from './environment-docs/find-drift.ts';
import { makeOpenApiFiles } from './openapi-docs/make-openapi-files.ts';

const { write } = parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;

for (const [file, wanted] of Object.entries(await makeOpenApiFiles())) {
  if (write) {
    await writeFile(file, wanted);
    continue;
  }
  const drift = findDrift(await readFile(file, 'utf8').catch(() => ''), wanted);
  if (drift === undefined) continue;
  console.error(`${file} is out of date; \`npm run docs\` writes it again.\n${drift}`);
  process.exitCode = 1;
}
