import { glob, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { alarms, exportedSelections, panels } from '@recordings/alarms';
import { checkCommands } from './alarm-docs/check-commands.ts';
import { findFaults } from './alarm-docs/find-faults.ts';
import { findPanelFaults } from './alarm-docs/find-panel-faults.ts';
import { findValueFaults } from './alarm-docs/find-value-faults.ts';
import { generatedFiles, OBSERVABILITY, OTHER_PAGES, RULE_FILE } from './alarm-docs/generated-files.ts';
import { readExportedMetrics } from './alarm-docs/read-exported-metrics.ts';
import { readKnownNames } from './alarm-docs/read-known-names.ts';
import { readSource } from './alarm-docs/read-source.ts';
import { runPromtool } from './alarm-docs/run-promtool.ts';
import { testRules } from './alarm-docs/test-rules.ts';
import { findDrift } from './environment-docs/find-drift.ts';

const { write } = parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;
const faults: string[] = [];

for (const [path, wanted] of generatedFiles(alarms)) {
  if (write) await writeFile(path, wanted);
  const drift = findDrift(await readFile(path, 'utf8').catch(() => ''), wanted);
  if (drift !== undefined) faults.push(`${path} is out of date; \`npm run docs\` writes it again.\n${drift}`);
}

const found: string[] = [];
for await (const page of glob('docs/runbooks/*.md')) found.push(page);
const exported = await readExportedMetrics();
faults.push(
  ...findFaults(
    alarms,
    exported,
    found.filter((page) => !OTHER_PAGES.includes(page)),
  ),
);
faults.push(...findPanelFaults(panels, exported));
faults.push(...findValueFaults(exportedSelections, await readSource()));
const pages = await Promise.all(found.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
faults.push(...checkCommands(pages, await readKnownNames(exported)));

const checks = {
  check: await runPromtool(OBSERVABILITY, ['check', 'rules', RULE_FILE]),
  test: await testRules(alarms),
};
for (const [name, result] of Object.entries(checks)) {
  if (result === 'skipped') console.log(`promtool ${name} skipped: promtool is not on the PATH`);
  else if (result !== 'ok') faults.push(`promtool ${name} rules\n${result.failure}`);
}

for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
