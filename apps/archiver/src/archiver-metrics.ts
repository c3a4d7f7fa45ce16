import type { Metrics } from '@recordings/service';

export const makeArchiverMetrics = (metrics: Metrics) => ({
  messages: metrics.counter('messages_total', 'Messages by queue and outcome', ['queue', 'outcome']),
  pollsFailed: metrics.counter('polls_failed_total', 'Polls that got no answer, by queue', ['queue']),
  paused: metrics.counter(
    'queue_pauses_total',
    'Pauses of a queue whose messages fail by the configuration, by queue and code',
    ['queue', 'code'],
  ),
  lines: metrics.counter('audit_lines_total', 'Lines in objects that were written'),
  objects: metrics.counter('audit_objects_total', 'Objects by result', ['result']),
  recordsUnread: metrics.counter(
    'audit_records_unread_total',
    'Announced calls whose record could not be read',
  ),
  recordsUnreadable: metrics.counter(
    'audit_records_unreadable_total',
    'Announced calls whose record has no readable history',
  ),
  unreadable: metrics.counter('audit_unreadable_total', 'Messages that were archived as text'),
});

export type ArchiverMetrics = ReturnType<typeof makeArchiverMetrics>;
