import type { StagingEvent } from '@recordings/recording-intake';
import type { NoteTable } from '@recordings/service';
import type { StagingMetrics } from '../staging-metrics.ts';

/** What each event of the staging recovery becomes: a metric, a log line, or both. */
export const makeStagingNotes = (metrics: StagingMetrics): NoteTable<StagingEvent> => ({
  staged_recording_finished: {
    level: 'warn',
    message: 'a staged recording was finished after its process had died or failed',
    count: ({ result }) => metrics.finished.inc({ result }),
  },
  staged_recording_failed: {
    level: 'error',
    message: 'a staged recording cannot be finished; it stays and is tried again',
    count: () => metrics.finished.inc({ result: 'failed' }),
  },
  staging_searched: {
    count: ({ oldestAgeMs }) => metrics.oldestAgeS.set({}, oldestAgeMs / 1000),
  },
  // The instance that has the claim reports the age.
  staging_claimed_elsewhere: { count: () => metrics.oldestAgeS.set({}, 0) },
});
