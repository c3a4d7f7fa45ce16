import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { awsPrices, countedRequests } from '@recordings/forecast';
import { readDeployment } from './cost/read-deployment.ts';
import { renderCostDocs } from './cost/render-cost-docs.ts';
import { synthesizeStage } from './cost/synthesize-stage.ts';
import { findDrift } from './environment-docs/find-drift.ts';
import { readLimits } from './scale/read-limits.ts';
import { renderScaleDocs } from './scale/render-scale-docs.ts';

const { write } = parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;
const templates = await synthesizeStage('prod');
const input = { counted: countedRequests, deployment: readDeployment(templates), prices: awsPrices };
const pages = {
  'docs/cost.md': renderCostDocs(input),
  'docs/scale.md': renderScaleDocs({ ...input, limits: readLimits(templates) }),
};

for (const [file, wanted] of Object.entries(pages)) {
  if (write) {
    await writeFile(file, wanted);
    continue;
  }
  const drift = findDrift(await readFile(file, 'utf8').catch(() => ''), wanted);
  if (drift === undefined) continue;
  console.error(`${file} is out of date; \`npm run docs\` writes it again.\n${drift}`);
  process.exitCode = 1;
}
