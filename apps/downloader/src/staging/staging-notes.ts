import type { AnewEvent, StagingEvent } from '@recordings/recording-intake';
import type { NoteTable } from '@recordings/service';
import type { StagingMetrics } from '../staging-metrics.ts';

/** What each event of the work in the quarantine bucket becomes: a metric, a log line, or both. */
export const makeStagingNotes = (metrics: StagingMetrics): NoteTable<StagingEvent | AnewEvent> => ({
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
  quarantined_judged_anew: {
    level: 'info',
    message: 'a quarantined recording was judged by the audio rules of today',
    count: ({ result }) => metrics.judgedAnew.inc({ result }),
  },
  judging_anew_failed: {
    level: 'error',
    message: 'a quarantined recording could not be judged anew',
    count: () => metrics.judgedAnew.inc({ result: 'failed' }),
  },
  judging_anew_completed: {
    level: 'info',
    message: 'every recording that older audio rules had quarantined was looked at',
  },
});
