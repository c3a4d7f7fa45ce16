import type { Timestamp } from '@recordings/call-record';
import type { RecoveryForecast } from './recovery-forecast.ts';
import { renderTable } from './render-table.ts';

/** More lines than this are for a program: it reads the JSON. */
const MAX_ROWS = 30;

/** Writes a forecast for people. No line is longer than 100 characters, unless an id is. */
export const renderForecast = (forecast: RecoveryForecast): string =>
  [
    ...sumLines(forecast),
    ...section('Groups', groupRows(forecast)),
    ...section('Export jobs', jobRows(forecast)),
    ...section('Requests to OCP', requestRows(forecast)),
    ...section('US dollars', priceRows(forecast)),
    ...assumptionLines(forecast),
    '',
  ].join('\n');

const sumLines = ({
  groups,
  jobs,
  gb,
  minutesAtBudget,
  worstDeadline,
  callsDeletedSooner,
}: RecoveryForecast): string[] => {
  const total = (of: (group: RecoveryForecast['groups'][number]) => number): number =>
    groups.reduce((sum, group) => sum + of(group), 0);
  return [
    `${total(({ calls }) => calls)} calls, ${total(({ windows }) => windows)} windows, ${jobs.length} export jobs, ${gb} GB, ${minutesAtBudget} minutes of OCP's request budget`,
    ...(worstDeadline
      ? [
          `OCP deletes the first of these recordings at ${minuteOf(worstDeadline)}, ${callsDeletedSooner} within these minutes`,
        ]
      : []),
  ];
};

const section = (title: string, rows: readonly (readonly string[])[]): string[] => {
  const [head = [], ...body] = rows;
  const left = body.length - MAX_ROWS;
  return [
    '',
    title,
    ...renderTable([head, ...body.slice(0, MAX_ROWS)]),
    ...(left > 0 ? [`${left} more: see the JSON`] : []),
  ];
};

const groupRows = ({ groups }: RecoveryForecast): string[][] => [
  ['tenant', 'group', 'windows', 'calls', 'jobs', 'GB', 'first deletion'],
  ...groups.map(({ tenantId, groupId, windows, calls, exportJobs, gb, worstDeadline }) => [
    ...[tenantId, groupId],
    ...[windows, calls, exportJobs, gb].map(String),
    minuteOf(worstDeadline),
  ]),
];

const jobRows = ({ jobs }: RecoveryForecast): string[][] => [
  ['group', 'from', 'to', 'can start', 'windows', 'calls'],
  ...jobs.map(({ groupId, fromDate, toDate, readyAt, windows, calls }) => [
    groupId,
    ...[fromDate, toDate, readyAt].map(minuteOf),
    ...[windows, calls].map(String),
  ]),
];

const requestRows = ({ ocpRequests }: RecoveryForecast): string[][] => [
  Object.keys(ocpRequests),
  Object.values(ocpRequests).map(String),
];

const priceRows = ({ usd: { awsRequests, download, storage, total } }: RecoveryForecast): string[][] => [
  ['requests to AWS', 'download by NAT', 'storage, first month', 'total'],
  [awsRequests, download, storage, total].map(String),
];

/** `2026-01-15 10:30`, in UTC. */
const minuteOf = (at: Timestamp): string => at.slice(0, 16).replace('T', ' ');

const assumptionLines = ({ assumptions: known }: RecoveryForecast): string[] => [
  '',
  'Times are UTC. If nothing fails and OCP has every recording. Assumed:',
  `- ${known['ocpRequestsPerPeriod']} requests to OCP in ${known['periodSeconds']} s; ${known['pollsPerJob']} poll of a job; ${known['recordingsPerPage']} recordings on a page of a listing`,
  `- missing: ${Number(known['missingShare']) * 100} % of the recordings of a range; a call without an end lasts ${known['callMinutes']} minutes`,
  `- prices of ${known['region']} at ${known['prices']}; requests to AWS as counted at commit ${known['countedAt']}`,
];
