import type { SilentGroup } from '@recordings/call-questions';
import { renderOrders } from '../../act/traffic/show-budget.ts';
import { type Column, renderTable } from '../../output/render-table.ts';
import { shortTime } from '../../output/short-time.ts';
import type { QueueDepth } from './read-queues.ts';
import type { Status } from './show-status.ts';
import type { DayOfTenant } from './sum-completeness.ts';
import type { PendingOfGroup } from './sum-pending.ts';

/** The status on one screen. Queues without a message are left out. */
export const renderStatus = ({
  at,
  days,
  pending,
  silent,
  queues,
  traffic,
  lastExecution,
}: Status): string => {
  const orders = traffic ? renderOrders(traffic) : '';
  const waiting = queues.filter(({ messages }) => messages > 0);
  return [
    `Status at ${shortTime(at)}`,
    section(
      'Recordings',
      days.length === 0 ? 'No hour of these days has ended.' : renderTable(dayColumns, days),
    ),
    section(
      'Missing calls, nearest deadline first',
      pending.groups.length === 0 ? 'None.' : renderTable(pendingColumns, pending.groups),
    ),
    ...(pending.unreadable > 0 ? [`${pending.unreadable} calls of the index cannot be read.`] : []),
    ...(silent.length === 0 ? [] : [section('Silent groups', renderTable(silentColumns, silent))]),
    section('Queues', waiting.length === 0 ? 'All are empty.' : renderTable(queueColumns, waiting)),
    ...(orders === '' ? [] : [section('Requests to OCP, as people have ordered', orders)]),
    section('Pooler', sayExecution(lastExecution)),
  ].join('\n');
};

const section = (title: string, text: string): string => `\n${title}\n${text}`;

const sayExecution = (last: Status['lastExecution']): string => {
  if (!last) return 'No execution is known.';
  const { executionId, status, startedAt, endedAt, error } = last;
  const end = endedAt === undefined ? 'still runs' : `${status} at ${shortTime(endedAt)}`;
  return `Last execution ${executionId}: began ${shortTime(startedAt)}, ${end}${error ? `: ${error.message}` : ''}.`;
};

const count = <R>(title: string, read: (row: R) => number, width = 8): Column<R> => ({
  title,
  width,
  align: 'right',
  read: (row) => String(read(row)),
});

const dayColumns: Column<DayOfTenant>[] = [
  { title: 'DAY', width: 10, read: ({ day }) => day },
  { title: 'TENANT', width: 16, read: ({ tenant }) => tenant },
  count('STORED', ({ counts }) => counts.stored),
  count('EXPLAINED', ({ counts }) => counts.explained, 9),
  count('MISSING', ({ counts }) => counts.pending),
  count('GIVEN UP', ({ counts }) => counts.givenUp),
  {
    title: 'COMPLETE',
    width: 11,
    align: 'right',
    read: ({ completeness }) => (completeness === 'unconfirmed' ? completeness : `${completeness} %`),
  },
  count('HOURS UNCOUNTED', ({ uncountedHours }) => uncountedHours, 15),
];

const pendingColumns: Column<PendingOfGroup>[] = [
  { title: 'TENANT', width: 14, read: ({ tenant }) => tenant },
  { title: 'GROUP', width: 20, read: ({ group }) => group },
  count('< 1 H', ({ underHour }) => underHour, 6),
  count('< 1 DAY', ({ underDay }) => underDay, 7),
  count('OLDER', ({ older }) => older, 6),
  count('IN WORK', ({ inWindows }) => inWindows, 7),
  count('URGENT', ({ urgent }) => urgent, 6),
  { title: 'DEADLINE', width: 17, read: ({ nextDeadline }) => shortTime(nextDeadline) },
];

const sayHours = (minutes: number): string => `${minutes / 60} h`;

const silentColumns: Column<SilentGroup>[] = [
  { title: 'TENANT', width: 14, read: ({ tenantId }) => tenantId },
  { title: 'GROUP', width: 20, read: ({ groupId }) => groupId },
  { title: 'NO CALL SINCE', width: 17, read: ({ since }) => shortTime(since) },
  { title: 'FOR', width: 8, align: 'right', read: ({ silentMinutes }) => sayHours(silentMinutes) },
  { title: 'USUAL', width: 8, align: 'right', read: ({ usualMinutes }) => sayHours(usualMinutes) },
];

const queueColumns: Column<QueueDepth>[] = [
  { title: 'QUEUE', width: 40, read: ({ queue }) => queue },
  count('MESSAGES', ({ messages }) => messages),
  { title: '', width: 40, read: ({ isDeadLetter }) => (isDeadLetter ? 'needs a person: see dlq show' : '') },
];
