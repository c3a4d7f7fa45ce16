import {
  type CountedRequests,
  HOURS_OF_MONTH,
  isSqs,
  LARGE_WINDOW,
  type PriceTable,
  SMALL_WINDOW,
} from '@recordings/forecast';
import { amount, type Estimate, estimateMonth, type Line, totalOf, type Volume } from './estimate-month.ts';
import type { Deployment } from './read-deployment.ts';
import { renderAlternatives } from './render-alternatives.ts';
import { renderOrchestrators } from './render-orchestrators.ts';
import { renderSweeps } from './render-sweeps.ts';
import { usd } from './usd.ts';

export type CostInput = {
  readonly counted: CountedRequests;
  readonly deployment: Deployment;
  readonly prices: PriceTable;
};

/** 5 MB are a call of 5 minutes, if OCP records 8 kHz, 16 bits, mono. */
const RECORDING_MB = 5;
const PUSHED = 0.9;

const volumes: readonly Volume[] = [
  { callsPerDay: 10_000, pushed: PUSHED, recordingMB: RECORDING_MB, window: 'small' },
  { callsPerDay: 100_000, pushed: PUSHED, recordingMB: RECORDING_MB, window: 'large' },
];

/** Writes `docs/cost.md`. */
export const renderCostDocs = (input: CostInput): string => {
  const { counted, deployment, prices } = input;
  const months = volumes.map((volume) => ({
    volume,
    ...estimateMonth(volume, counted, deployment, prices),
  }));
  return [
    ...introduction(prices),
    ...sumSection(months),
    ...months.flatMap(callsSection),
    'The recordings of earlier months are stored, too: the line of S3 is paid again each month for each month of them.',
    '',
    ...alwaysSection(months[0]!, prices),
    ...renderSweeps(),
    ...renderOrchestrators(input),
    ...countedSection(counted),
    ...renderAlternatives(input, RECORDING_MB),
    ...sourcesSection(prices),
  ].join('\n');
};

type Month = Estimate & { readonly volume: Volume };

const introduction = ({ region, asOf }: PriceTable): string[] => [
  '# Cost of a month on AWS',
  '',
  'Written by `npm run docs` from the requests that were counted, the templates of stage `prod` and the list prices.',
  '`npm test` fails if this page is out of date. `node tools/cost-count.ts` counts again, by running the services on the',
  'embedded AWS.',
  '',
  `Prices: ${region}, ${asOf}, US dollars, without free tiers, discounts and taxes. Regions differ by about 10 %. A month has`,
  `${HOURS_OF_MONTH} hours. Assumed: ${PUSHED * 100} % of the recordings are pushed, and a recording has ${RECORDING_MB} MB (5 minutes at 1 MB a minute).`,
  '',
];

const sumSection = (months: readonly Month[]): string[] => {
  const row = (what: string, sumOf: (month: Month) => number): string =>
    `| ${what} | ${months.map((month) => usd(sumOf(month))).join(' | ')} |`;
  const all = ({ perCall, always }: Month): number => totalOf(perCall) + totalOf(always);
  return [
    '## Sum',
    '',
    `| | ${months.map(({ volume }) => `${amount(volume.callsPerDay)} calls a day`).join(' | ')} |`,
    `|---|${months.map(() => '---:|').join('')}`,
    row('grows with the calls', ({ perCall }) => totalOf(perCall)),
    row('is paid always', ({ always }) => totalOf(always)),
    row('**a month**', all),
    row('for 1,000 calls', (month) => (all(month) / callsOfMonth(month.volume)) * 1_000),
    '',
  ];
};

const callsOfMonth = ({ callsPerDay }: Volume): number => callsPerDay * (HOURS_OF_MONTH / 24);

const callsSection = ({ volume, perCall }: Month): string[] => [
  `## What grows with the calls: ${amount(volume.callsPerDay)} a day`,
  '',
  ...linesTable(perCall),
  '',
];

const alwaysSection = ({ always }: Month, prices: PriceTable): string[] => [
  '## What is paid always',
  '',
  'The fewest tasks that autoscaling keeps. Autoscaling adds tasks at peaks: one more task of 0.5 vCPU and 1 GB for 8 hours a',
  `day costs ${usd(taskMonth(prices) / 3)} a month.`,
  '',
  ...linesTable(always),
  '',
  'Not in the tables, because they are small or depend on use: requests to KMS, CloudWatch metrics and alarms, traffic between',
  'zones, access logs, backups of DynamoDB, storage of tables, reads of recordings by people, the archive of the audit ([ADR 9](adr/0009-audit-archive.md)). A recording',
  'above 8 MiB is uploaded in parts and then copied, which takes more S3 requests than were counted.',
  '',
];

const countedSection = (counted: CountedRequests): string[] => [
  '## Requests that were counted',
  '',
  `A recovered call shares the requests of its window. Counted with windows of ${SMALL_WINDOW} and of ${LARGE_WINDOW} calls; the first is used`,
  'for 10,000 calls a day, the second for 100,000. Receives of messages are not counted here, because they depend on time.',
  `The services of commit ${counted.revision} were counted.`,
  '',
  ...countsTable(counted),
  '',
];

const sourcesSection = ({ sources }: PriceTable): string[] => [
  '## Prices',
  '',
  'The table is [aws-prices.ts](../libs/core/forecast/src/aws-prices.ts). AWS publishes its prices on these pages:',
  '',
  ...Object.entries(sources).map(([service, url]) => `- [${service}](${url})`),
  '',
];

const taskMonth = ({ prices }: PriceTable): number =>
  HOURS_OF_MONTH * (0.5 * prices.fargateArmVcpuHour + prices.fargateArmGbHour);

const linesTable = (lines: readonly Line[]): string[] => [
  '| what | quantity | a month |',
  '|---|---:|---:|',
  ...lines.map(({ what, quantity, usd: sum }) => `| ${what} | ${quantity} | ${usd(sum)} |`),
];

const countsTable = (counted: CountedRequests): string[] => {
  const columns = [
    counted.pushedCall,
    counted.recoveredInSmallWindow,
    counted.recoveredInLargeWindow,
    counted.emptyExecution,
  ];
  const kinds = [...new Set(columns.flatMap((counts) => Object.keys(counts)))].sort(
    (a, b) => Number(isSqs(a)) - Number(isSqs(b)) || a.localeCompare(b),
  );
  return [
    `| kind | pushed call | recovered call, window of ${SMALL_WINDOW} | of ${LARGE_WINDOW} | execution that finds nothing |`,
    '|---|---:|---:|---:|---:|',
    ...kinds.map((kind) => `| ${kind} | ${columns.map((counts) => amount(counts[kind] ?? 0)).join(' | ')} |`),
  ];
};
