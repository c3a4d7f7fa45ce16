import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findDrift } from './environment-docs/find-drift.ts';
import { readAppConfigs } from './environment-docs/read-app-configs.ts';
import { OTHER_VARIABLES } from './limits-docs/other-variables.ts';
import { renderLimitsDocs } from './limits-docs/render-limits-docs.ts';
import { topics } from './limits-docs/topics.ts';

const FILE = 'docs/limits.md';
const LOCAL_APPS = ['ocp-simulator', 'dev-stack'];

const { write } = parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;
const apps = (await readAppConfigs()).filter(({ app }) => !LOCAL_APPS.includes(app));
const wanted = renderLimitsDocs(topics, OTHER_VARIABLES, {
  apps,
  readSource: (file) => readFileSync(file, 'utf8'),
});

if (write) {
  await writeFile(FILE, wanted);
} else {
  const drift = findDrift(await readFile(FILE, 'utf8').catch(() => ''), wanted);
  if (drift !== undefined) {
    console.error(`${FILE} is out of date; \`npm run docs\` writes it again.\n${drift}`);
    process.exitCode = 1;
  }
}
