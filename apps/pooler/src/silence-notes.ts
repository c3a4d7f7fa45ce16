import type { SilenceEvent } from '@recordings/call-questions';
import type { NoteTable } from '@recordings/service';
import type { SilenceMetrics } from './silence-metrics.ts';

/** Which metric moves and which line is logged for each event of watching for silent groups. */
export const makeSilenceNotes = (metrics: SilenceMetrics): NoteTable<SilenceEvent> => ({
  group_silent: { level: 'warn', message: 'no call of the group has come for longer than usual' },
  silence_measured: {
    count: ({ groups, longestMinutes }) => {
      metrics.silent.set(groups);
      metrics.longestMinutes.set(longestMinutes);
    },
  },
  silence_not_measured: {
    level: 'error',
    message: 'counts of the tenant not read, so its groups were not looked at; the next run tries again',
    count: () => metrics.failed.inc(),
  },
});
