import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { findDrift } from './environment-docs/find-drift.ts';
import { readAppConfigs } from './environment-docs/read-app-configs.ts';
import { renderEnvironmentDocs } from './environment-docs/render-environment-docs.ts';

const FILE = 'docs/environment-variables.md';

const { write } = parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;
const wanted = renderEnvironmentDocs(await readAppConfigs());

if (write) {
  await mkdir(dirname(FILE), { recursive: true });
  await writeFile(FILE, wanted);
} else {
  const drift = findDrift(await readFile(FILE, 'utf8').catch(() => ''), wanted);
  if (drift !== undefined) {
    console.error(`${FILE} is stale; \`npm run docs\` writes it anew.\n${drift}`);
    process.exitCode = 1;
  }
}
