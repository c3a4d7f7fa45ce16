import type { Timestamp } from '@recordings/call-record';
import { awsPrices, type ForecastAssumptions } from '@recordings/forecast';
import { type Column, renderTable } from '../../output/render-table.ts';
import { shortTime } from '../../output/short-time.ts';
import type { Forecast, GroupInForecast } from './make-forecast.ts';

type Row = Pick<GroupInForecast, 'calls' | 'jobs' | 'hours' | 'gb' | 'tooLate'> & {
  readonly tenant: string;
  readonly group: string;
  readonly requests: number;
  readonly usd: number;
  readonly firstDeletion?: Timestamp;
};

/** The forecast as a table, the sum in its last line. */
export const renderForecast = (
  { groups, total }: Forecast,
  assumptions: ForecastAssumptions,
  at: Timestamp,
): string => {
  const rows = groups.map(
    (group): Row => ({ ...group, requests: group.ocpRequests.total, usd: group.usd.total }),
  );
  return [
    `Forecast at ${shortTime(at)}: recovery of the calls that are missing now`,
    '',
    renderTable(columns, [...rows, { tenant: 'all', group: '', ...total }]),
    '',
    renderTable(paragraph, [sayTooLate(total.tooLate)]).trimStart(),
    renderTable(paragraph, [sayAssumptions(assumptions)]).trimStart(),
  ].join('\n');
};

const paragraph = [{ title: '', width: 100, read: (text: string) => text }];

const sayTooLate = (tooLate: number): string =>
  tooLate === 0
    ? 'OCP keeps each of them until all are recovered.'
    : `TOO LATE: OCP deletes at most ${tooLate} calls before they are reached. The most urgent are recovered first.`;

const sayAssumptions = ({
  budget,
  pollsPerJob,
  recordingsPerPage,
  missingShare,
  callMinutes,
}: ForecastAssumptions) =>
  [
    `Assumed: nothing fails, OCP has every recording, and no other call is lost meanwhile;`,
    `${budget.maxRequests} requests to OCP in ${budget.periodMs / 1_000} s; ${pollsPerJob} poll of a job, 5 minutes after it was created;`,
    `${recordingsPerPage} recordings on a page of a listing; ${missingShare * 100} % of the recordings of a range are missing;`,
    `a call without an end lasts ${callMinutes} minutes; prices of ${awsPrices.region} at ${awsPrices.asOf}, storage of the first month included.`,
  ].join(' ');

/** With two digits after the point. A small amount is not shown as 0. */
const amount = (value: number): string => (value > 0 && value < 0.01 ? '< 0.01' : value.toFixed(2));

const number = (title: string, width: number, read: (row: Row) => string): Column<Row> => ({
  ...{ title, width, read },
  align: 'right',
});

const columns: Column<Row>[] = [
  { title: 'TENANT', width: 10, read: ({ tenant }) => tenant },
  { title: 'GROUP', width: 13, read: ({ group }) => group },
  number('CALLS', 7, ({ calls }) => String(calls)),
  number('JOBS', 5, ({ jobs }) => String(jobs)),
  number('REQUESTS', 8, ({ requests }) => String(requests)),
  number('HOURS', 7, ({ hours }) => amount(hours)),
  number('GB', 7, ({ gb }) => amount(gb)),
  number('USD', 7, ({ usd }) => amount(usd)),
  number('TOO LATE', 8, ({ tooLate }) => String(tooLate)),
  { title: 'DELETED', width: 10, read: ({ firstDeletion = '' }) => firstDeletion.slice(0, 10) },
];
