import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { awsPrices } from './cost/aws-prices.ts';
import type { CountedRequests } from './cost/count-requests.ts';
import { readDeployment } from './cost/read-deployment.ts';
import { renderCostDocs } from './cost/render-cost-docs.ts';
import { synthesizeStage } from './cost/synthesize-stage.ts';
import { findDrift } from './environment-docs/find-drift.ts';

const FILE = 'docs/cost.md';

const { write } = parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;
const counted = JSON.parse(await readFile('tools/cost/counted-requests.json', 'utf8')) as CountedRequests;
const wanted = renderCostDocs({
  counted,
  deployment: readDeployment(await synthesizeStage('prod')),
  prices: awsPrices,
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
