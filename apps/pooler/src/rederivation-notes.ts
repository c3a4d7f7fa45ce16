import type { RederivationEvent } from '@recordings/missing-calls';
import type { NoteTable } from '@recordings/service';
import type { RederivationMetrics } from './rederivation-metrics.ts';

/** Which metric moves and which line is logged for each event of deriving calls again. */
export const makeRederivationNotes = (metrics: RederivationMetrics): NoteTable<RederivationEvent> => ({
  call_rederived: {
    level: 'warn',
    message: 'call is pending again, by the registry of today',
    count: ({ was }) => metrics.calls.inc({ was }),
  },
  final_call_unreadable: {
    level: 'error',
    message: 'call skipped: its item cannot be read or written',
    count: () => metrics.unreadable.inc(),
  },
  rederivation_started: { level: 'info', message: 'rederivation started' },
  rederivation_resumed: { level: 'warn', message: 'rederivation resumed from its checkpoint' },
  rederivation_completed: { level: 'info', message: 'rederivation completed' },
  rederivation_interrupted: { level: 'warn', message: 'rederivation interrupted; it keeps its checkpoint' },
  rederivation_failed: {
    level: 'error',
    message: 'rederivation failed; the next execution resumes it',
    count: () => metrics.failed.inc(),
  },
});
