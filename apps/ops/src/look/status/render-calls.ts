import { type Column, renderTable } from '../../output/render-table.ts';
import { shortTime } from '../../output/short-time.ts';
import { countColumn } from './count-column.ts';
import type { DayOfTenant } from './sum-completeness.ts';
import type { Pending, PendingOfGroup } from './sum-pending.ts';

export const renderDays = (days: readonly DayOfTenant[]): string =>
  days.length === 0 ? 'No hour of these days has ended.' : renderTable(dayColumns, days);

export const renderPending = ({ groups, unreadable }: Pending): string =>
  [
    groups.length === 0 ? 'None.' : renderTable(pendingColumns, groups),
    ...(unreadable > 0 ? [`${unreadable} calls of the index cannot be read.`] : []),
  ].join('\n');

const dayColumns: Column<DayOfTenant>[] = [
  { title: 'DAY', width: 10, read: ({ day }) => day },
  { title: 'TENANT', width: 16, read: ({ tenant }) => tenant },
  countColumn('STORED', ({ counts }) => counts.stored),
  countColumn('EXPLAINED', ({ counts }) => counts.explained, 9),
  countColumn('MISSING', ({ counts }) => counts.pending),
  countColumn('GIVEN UP', ({ counts }) => counts.givenUp),
  {
    title: 'COMPLETE',
    width: 11,
    align: 'right',
    read: ({ completeness }) => (completeness === 'unconfirmed' ? completeness : `${completeness} %`),
  },
  countColumn('HOURS UNCOUNTED', ({ uncountedHours }) => uncountedHours, 15),
];

const pendingColumns: Column<PendingOfGroup>[] = [
  { title: 'TENANT', width: 14, read: ({ tenant }) => tenant },
  { title: 'GROUP', width: 20, read: ({ group }) => group },
  countColumn('< 1 H', ({ underHour }) => underHour, 6),
  countColumn('< 1 DAY', ({ underDay }) => underDay, 7),
  countColumn('OLDER', ({ older }) => older, 6),
  countColumn('IN WORK', ({ inWindows }) => inWindows, 7),
  countColumn('URGENT', ({ urgent }) => urgent, 6),
  { title: 'DEADLINE', width: 17, read: ({ nextDeadline }) => shortTime(nextDeadline) },
];
