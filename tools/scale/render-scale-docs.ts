import { type CountedRequests, type PriceTable, WRITE_UNITS } from '@recordings/forecast';
import { amount, estimateMonth, totalOf } from '../cost/estimate-month.ts';
import type { Deployment } from '../cost/read-deployment.ts';
import { type Demand, estimateScale, type Limits, load } from './estimate-scale.ts';
import { measured } from './measured.ts';
import { advice } from './scale-advice.ts';

export type ScaleInput = {
  readonly counted: CountedRequests;
  readonly deployment: Deployment;
  readonly prices: PriceTable;
  readonly limits: Limits;
};

const BASE_CALLS = 10_000;
const FACTORS = [1, 10, 100, 1_000] as const;
/** From this share on a resource has no room for an ordinary peak or a bad day. */
const NARROW = 0.7;

type Column = { readonly callsPerDay: number; readonly demands: readonly Demand[]; readonly usd: number };

/** Writes `docs/scale.md`. */
export const renderScaleDocs = (input: ScaleInput): string => {
  const columns = FACTORS.map((factor) => columnOf(BASE_CALLS * factor, input));
  return [
    ...introduction(),
    ...demandTable(columns),
    ...narrowSection(columns),
    ...advice,
    ...sources(),
  ].join('\n');
};

const columnOf = (callsPerDay: number, { counted, deployment, prices, limits }: ScaleInput): Column => {
  const { lost, recordingMB } = load;
  const writesPerCall =
    (counted.pushedCall[WRITE_UNITS] ?? 0) * (1 - lost) +
    (counted.recoveredInLargeWindow[WRITE_UNITS] ?? 0) * lost;
  const window = callsPerDay > BASE_CALLS ? 'large' : 'small';
  const volume = { callsPerDay, pushed: 1 - lost, recordingMB, window } as const;
  const { perCall, always } = estimateMonth(volume, counted, deployment, prices);
  return {
    callsPerDay,
    demands: estimateScale(callsPerDay, limits, { writesPerCall }),
    usd: totalOf(perCall) + totalOf(always),
  };
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const introduction = (): string[] => [
  '# What gives way first at more calls',
  '',
  'Written by `npm run docs` from counted requests, measured figures and the settings of stage `prod`. `npm test` fails if this',
  'page is out of date.',
  '',
  `Assumed: ${percent(load.lost)} of the pushes are lost, a recording has ${load.recordingMB} MB, a call has ${load.eventsPerCall} events, the busiest hour has`,
  `${percent(load.busiestHour)} of a day’s calls, the largest tenant makes ${percent(load.largestTenant)} of them, and a lost recording is stored ${load.recoveryHours} hours after`,
  'its call started. CPU is that of the machine that was measured.',
  '',
];

const demandTable = (columns: readonly Column[]): string[] => {
  const rows = columns[0]!.demands.map(({ resource, unit, available }, at) => {
    const cells = columns.map(({ demands }) => cellOf(demands[at]!));
    return `| ${resource} | ${amount(available)} ${unit} | ${cells.join(' | ')} |`;
  });
  const usd = columns.map((column) => `$${Math.round(column.usd).toLocaleString('en-US')}`);
  return [
    '## What a day needs',
    '',
    'Each cell: what is needed, and its share of what there is.',
    '',
    `| resource | there is | ${columns.map(({ callsPerDay }) => `${amount(callsPerDay)} calls a day`).join(' | ')} |`,
    `|---|---|${columns.map(() => '---:|').join('')}`,
    ...rows,
    `| [cost](cost.md) of a month | | ${usd.join(' | ')} |`,
    '',
    'The cost has the fewest tasks. Tasks that autoscaling adds are not in it.',
    '',
  ];
};

const shareOf = ({ needed, available }: Demand): number => needed / available;

const cellOf = (demand: Demand): string => {
  const share = shareOf(demand);
  const text = `${amount(demand.needed)} (${share < 0.01 ? 'below 1 %' : percent(share)})`;
  return share >= NARROW ? `**${text}**` : text;
};

const narrowSection = (columns: readonly Column[]): string[] => [
  '## What gives way, in this order',
  '',
  ...columns.map(({ callsPerDay, demands }) => {
    const narrow = demands
      .filter((demand) => shareOf(demand) >= NARROW)
      .toSorted((a, b) => shareOf(b) - shareOf(a))
      .map((demand) => `${demand.resource} (${percent(shareOf(demand))})`);
    return `- ${amount(callsPerDay)} calls a day: ${narrow.join('; ') || `every resource has room: less than ${percent(NARROW)} is used`}.`;
  }),
  '',
];

const sources = (): string[] => [
  '## Where the measured figures come from',
  '',
  '| figure | value | command | commit |',
  '|---|---:|---|---|',
  ...Object.entries(measured).map(
    ([name, { value, command, commit }]) => `| \`${name}\` | ${value} | \`${command}\` | ${commit} |`,
  ),
  '',
];
