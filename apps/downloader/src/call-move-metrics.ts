import type { Metrics } from '@recordings/service';

export const makeCallMoveMetrics = (metrics: Metrics) => {
  const moved = metrics.counter('calls_moved_total', 'Calls that moved to the tenant of their group');
  const failed = metrics.counter(
    'calls_not_moved_total',
    'Calls that could not be moved to the tenant of their group; the next pass tries again',
  );
  const conflicts = metrics.counter(
    'call_move_conflicts_total',
    'Moved calls of which both tenants have a recording, with different bytes; both are kept',
  );
  const kept = metrics.counter(
    'superseded_objects_kept_total',
    'Objects of moved calls that are kept under the old tenant: the bucket forbids the deletion, or the new tenant has other bytes',
  );
  const roundsFailed = metrics.counter(
    'call_move_rounds_failed_total',
    'Looks for calls to move that failed',
  );
  // Prometheus sees the first one as an increase only if the series exists before it.
  for (const counter of [moved, failed, conflicts, kept, roundsFailed]) counter.inc(0);
  return { moved, failed, conflicts, kept, roundsFailed };
};

export type CallMoveMetrics = ReturnType<typeof makeCallMoveMetrics>;
