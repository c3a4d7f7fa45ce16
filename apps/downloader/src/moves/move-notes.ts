import type { MoveEvent } from '@recordings/call-moves';
import type { NoteTable } from '@recordings/service';
import type { CallMoveMetrics } from '../call-move-metrics.ts';

/** What each event of moving calls becomes: a metric, a log line, or both. */
export const makeMoveNotes = (metrics: CallMoveMetrics): NoteTable<MoveEvent> => ({
  call_moved: {
    level: 'info',
    message: 'call moved to the tenant of its group',
    count: () => metrics.moved.inc(),
  },
  call_not_moved: {
    level: 'error',
    message: 'call cannot be moved to the tenant of its group; it is tried again',
    count: () => metrics.failed.inc(),
  },
  call_move_conflict: {
    level: 'error',
    message: 'both tenants of a moved call have a recording, with different bytes; both are kept',
    count: () => metrics.conflicts.inc(),
  },
  superseded_kept: {
    level: 'warn',
    message:
      'the object of a moved call is kept under its old tenant: its bucket forbids the deletion, or the new tenant does not have the same bytes',
    count: () => metrics.kept.inc(),
  },
  moves_scheduled: {
    level: 'info',
    message: 'the registry gives groups to other tenants; their calls move when the change has settled',
  },
  moves_pass_ended: { level: 'info', message: 'every call was looked at for a move' },
  moves_completed: { level: 'info', message: 'every call is under the tenant of its group' },
});
