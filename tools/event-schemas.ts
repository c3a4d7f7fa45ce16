import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { eventContracts } from '@recordings/reconciliation';
import { workflowContracts } from '@recordings/workflow';
import { findDrift } from './environment-docs/find-drift.ts';
import { renderSchema } from './event-schemas/render-schema.ts';

const { write } = parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;

/** Subscribers rely on a schema that is there, and so do executions that run. So it never changes. */
for (const contract of [...eventContracts, ...workflowContracts]) {
  const { name, version } = contract;
  const file = `docs/schemas/${name}-${version}.json`;
  const wanted = renderSchema(contract);
  if (write && !existsSync(file)) writeFileSync(file, wanted);
  const drift = findDrift(existsSync(file) ? readFileSync(file, 'utf8') : '', wanted);
  if (drift === undefined) continue;
  console.error(
    `the messages of ${name} differ from ${file}: raise the version of ${name} (docs/event-contracts.md), then \`npm run docs\`.\n${drift}`,
  );
  process.exitCode = 1;
}
