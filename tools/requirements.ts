import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { alarms } from '@recordings/alarms';
import { findDrift } from './environment-docs/find-drift.ts';
import { readAppConfigs } from './environment-docs/read-app-configs.ts';
import { findFaults } from './requirements/find-faults.ts';
import { findFigureFaults } from './requirements/find-figure-faults.ts';
import { listTitles } from './requirements/list-titles.ts';
import { readChecklist } from './requirements/read-checklist.ts';
import { renderPages } from './requirements/render-pages.ts';

const { write } = parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;
const checklist = await readChecklist();
const titles = new Map<string, ReadonlySet<string>>();
const readSource = (path: string): string => readFileSync(path, 'utf8');
const faults = [
  ...findFaults(checklist, {
    read: (path) => (existsSync(path) ? readSource(path) : undefined),
    titlesIn: (text) => {
      const known = titles.get(text) ?? listTitles(text);
      titles.set(text, known);
      return known;
    },
  }),
  ...findFigureFaults(checklist.pages, { apps: await readAppConfigs(), alarms, readSource }),
];

await mkdir('docs/requirements', { recursive: true });
for (const [path, wanted] of renderPages(checklist)) {
  if (write) await writeFile(path, wanted);
  const drift = findDrift(await readFile(path, 'utf8').catch(() => ''), wanted);
  if (drift !== undefined) faults.push(`${path} is out of date; \`npm run docs\` writes it again.\n${drift}`);
}

for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
