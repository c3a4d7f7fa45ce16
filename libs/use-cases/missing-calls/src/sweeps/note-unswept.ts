import { epochMsOf, type RegistryGroup, type Timestamp } from '@recordings/call-record';
import { type SweepCheckpoint, waitsSince } from '@recordings/reconciliation';
import { isolate } from './isolate.ts';
import type { SweepDeps } from './sweep-deps.ts';

/**
 * Reports the ranges that a person asked for while sweeps are disabled: nothing runs them, and they are late since they were asked
 * for. A range that OCP has deleted is not late: nothing can be done any more. It changes nothing.
 */
export const noteUnswept = async (
  deps: Pick<SweepDeps, 'sweeping' | 'note'>,
  groups: readonly RegistryGroup[],
  now: Timestamp,
  signal: AbortSignal,
): Promise<void> => {
  const { note, sweeping } = deps;
  let lateMs = 0;
  for (const group of groups) {
    if (signal.aborted) return;
    await isolate(deps, group, async () => {
      const key = { tenantId: group.tenant, groupId: group.name };
      const checkpoint = await sweeping.checkpoints.get(key);
      const waiting = listWaiting(deps, group, checkpoint, now);
      const [askedAt] = waiting.toSorted();
      if (askedAt === undefined) return;
      lateMs = Math.max(lateMs, epochMsOf(now) - epochMsOf(askedAt));
      note({ type: 'sweep_not_run', ...key, ranges: waiting.length, askedAt });
    });
  }
  note({ type: 'sweeps_measured', running: 0, lateMs });
};

/** When each range was asked for that could be swept now. */
const listWaiting = (
  { sweeping: { policy } }: Pick<SweepDeps, 'sweeping'>,
  group: RegistryGroup,
  checkpoint: SweepCheckpoint | undefined,
  now: Timestamp,
): Timestamp[] => {
  if (!checkpoint) return [];
  const { running: _, ...idle } = checkpoint;
  // No other range of the checkpoint counts.
  const only = { ...idle, again: [], sweptUntil: now };
  return checkpoint.asked.flatMap(
    (range) => waitsSince({ ...only, asked: [range] }, group, now, policy) ?? [],
  );
};
