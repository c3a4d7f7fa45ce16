import {
  earlierOf,
  laterOf,
  type RegistryGroup,
  retentionMsOf,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import type { ClosedReconciliation } from '../reconciliation/reconciliation.ts';
import { oldestSweepable } from './due-range.ts';
import type { RunningRange, SweepCheckpoint, SweepRange } from './sweep-checkpoint.ts';
import type { SweepPolicy } from './sweep-policy.ts';
import { ceilTime, sweepSpanOf } from './sweep-span.ts';

/**
 * Leaves out of the running range what OCP had deleted when the job was made: the listing says nothing of it. It was not
 * swept, so it is asked for if OCP keeps it longer after all.
 *
 * @param closed the reconciliation of the range.
 * @returns a checkpoint without a running range if OCP had deleted all of it; also the part that was lost.
 */
export const dropDeleted = (
  checkpoint: SweepCheckpoint,
  running: RunningRange,
  closed: ClosedReconciliation,
  group: RegistryGroup,
  now: Timestamp,
  policy: Pick<SweepPolicy, 'expiryMarginMs'>,
): { readonly checkpoint: SweepCheckpoint; readonly expired: readonly SweepRange[] } => {
  const { stepMs } = sweepSpanOf(group.exportConstraints);
  const keptSince = ceilTime(shifted(jobMadeAt(closed), -retentionMsOf(group)), stepMs);
  const { fromDate, toDate, wasEmpty = false } = running;
  if (keptSince <= fromDate) return { checkpoint, expired: [] };
  const lost = { fromDate, toDate: earlierOf(keptSince, toDate) };
  const { running: _, ...idle } = checkpoint;
  const rest = lost.toDate < toDate && { running: { ...running, fromDate: lost.toDate } };
  const { sweptSince = oldestSweepable(group, now, policy) } = checkpoint;
  return {
    checkpoint: { ...idle, ...rest, sweptSince: laterOf(sweptSince, lost.toDate) },
    // OCP listed nothing of it while it was kept.
    expired: wasEmpty ? [] : [lost],
  };
};

/** A job of another window may have served the range. Then the time of the listing is the only one that is known. */
const jobMadeAt = (closed: ClosedReconciliation): Timestamp =>
  closed.exportCreatedAt ?? ('completedAt' in closed ? closed.completedAt : closed.failedAt);
