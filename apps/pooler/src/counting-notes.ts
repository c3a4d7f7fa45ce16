import type { CountingEvent } from '@recordings/call-questions';
import type { NoteTable } from '@recordings/service';
import type { CountingMetrics } from './counting-metrics.ts';

/** Which metric moves and which line is logged for each event of counting the calls of closed hours. */
export const makeCountingNotes = (metrics: CountingMetrics): NoteTable<CountingEvent> => ({
  hour_counted: {
    level: 'debug',
    message: 'calls of an hour counted',
    count: ({ isAgain }) => metrics.hours.inc({ kind: isAgain ? 'again' : 'first' }),
  },
  hour_groups_joined: {
    level: 'warn',
    message: 'an hour has too many groups that the registry lacks; some are counted under one name',
    count: ({ calls }) => metrics.joinedCalls.inc({}, calls),
  },
  hour_count_outdated: {
    level: 'debug',
    message: 'counts of an hour not written; if a call changed, the next run counts them',
    count: () => metrics.outdated.inc(),
  },
  hour_not_counted: {
    level: 'error',
    message: 'calls of hours not counted; the next run tries again',
    count: () => metrics.failed.inc(),
  },
});
