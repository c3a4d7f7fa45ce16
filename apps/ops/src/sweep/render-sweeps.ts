import { type Column, renderTable } from '../output/render-table.ts';
import { shortTime } from '../output/short-time.ts';
import type { SweepsOfGroup } from './read-sweeps.ts';

/** A table of the groups, and a line for each range that runs or waits. */
export const renderSweeps = (groups: readonly SweepsOfGroup[]): string =>
  [
    renderTable(columns, groups),
    ...section('Ranges that are swept now, or wait', groups.flatMap(rangeRows)),
    '',
    'FOUND: calls that had no record. AGAIN: given up or explained, and OCP lists them. NOT LISTED: stored here, and OCP',
    'lists them no more. LATE: hours since the oldest waiting range could have been swept.',
  ].join('\n');

type Totals = NonNullable<SweepsOfGroup['checkpoint']>['totals'];

const total = (title: string, width: number, name: keyof Totals & string): Column<SweepsOfGroup> => ({
  ...{ title, width, align: 'right' },
  read: ({ checkpoint }) => String(checkpoint?.totals[name] ?? ''),
});

const columns: Column<SweepsOfGroup>[] = [
  { title: 'TENANT', width: 12, read: ({ tenant }) => tenant },
  { title: 'GROUP', width: 16, read: ({ group }) => group },
  {
    title: 'SWEPT UNTIL',
    width: 18,
    read: ({ checkpoint }) => (checkpoint ? shortTime(checkpoint.sweptUntil) : 'not begun'),
  },
  total('RANGES', 8, 'ranges'),
  total('LISTED', 10, 'listed'),
  total('FOUND', 8, 'created'),
  total('AGAIN', 7, 'reopened'),
  total('NOT LISTED', 12, 'notListed'),
  { title: 'LATE', width: 6, align: 'right', read: ({ lateHours }) => lateHours.toFixed(0) },
];

type JobFaults = NonNullable<NonNullable<SweepsOfGroup['checkpoint']>['jobFaults']>;
type Row = { readonly group: string; readonly range: string; readonly what: string };

const rangeRows = ({ group, checkpoint, deletedUntil }: SweepsOfGroup): Row[] => {
  if (!checkpoint) return [];
  const { running, asked, again, jobFaults } = checkpoint;
  const row = (range: { fromDate: string; toDate: string }, what: string): Row => ({
    ...{ group, what },
    range: `${shortTime(range.fromDate)} to ${shortTime(range.toDate)}`,
  });
  const deletedOf = ({ toDate }: { toDate: string }): string =>
    toDate <= deletedUntil ? 'OCP has deleted it; ' : '';
  const isHeld = jobFaults !== undefined && jobFaults.inARow > 1;
  return [
    ...(isHeld ? [{ group, range: 'all', what: describeHold(jobFaults) }] : []),
    ...(running ? [row(running, `is swept now, by window ${running.reconciliationId}`)] : []),
    ...asked.map((range) => row(range, `${deletedOf(range)}${range.by} asked for it: ${range.reason}`)),
    ...again.map((range) =>
      row(range, `waits until ${shortTime(range.notBefore)}: ${WHY[range.fault]}, ${range.faults} times`),
    ),
  ];
};

const describeHold = ({ inARow, waitUntil }: JobFaults): string =>
  `${inARow} export jobs in a row failed; no other before ${shortTime(waitUntil)}`;

const WHY = {
  job: 'its export job failed',
  listing: 'its listing was not trusted or not complete',
  empty: 'OCP listed nothing',
} as const;

const section = (title: string, rows: readonly Row[]): string[] =>
  rows.length === 0 ? [] : ['', title, renderTable(rangeColumns, rows)];

const rangeColumns: Column<Row>[] = [
  { title: 'GROUP', width: 16, read: ({ group }) => group },
  { title: 'RANGE', width: 40, read: ({ range }) => range },
  { title: '', width: 42, read: ({ what }) => what },
];
