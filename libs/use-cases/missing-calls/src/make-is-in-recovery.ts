import type { ReconciliationId, Timestamp } from '@recordings/call-record';
import { NewerItemError, UnreadableItemError } from '@recordings/fault';
import { isLive } from '@recordings/reconciliation';
import { judgeHold, type PendingCall } from '@recordings/windowing';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

type RecoveryDeps = Pick<MissingCallsDeps, 'reconciliations' | 'policy' | 'note'>;

/** Whether a reconciliation is recovering the call. */
export type IsInRecovery = (call: PendingCall) => Promise<boolean>;

/**
 * Makes the check for one execution. A call is in recovery if a live reconciliation holds it, or if it was queued so
 * recently that its window may still wait in a queue. Each reconciliation is read once.
 */
export const makeIsInRecovery = (deps: RecoveryDeps, now: Timestamp): IsInRecovery => {
  const liveById = new Map<ReconciliationId, Promise<boolean>>();
  return async (call) => {
    const hold = judgeHold(call, now, deps.policy.candidates);
    if (hold !== 'stale') return hold === 'fresh';
    const holder = call.reconciliationId;
    if (holder === undefined) return false;
    const isHolderLive = liveById.get(holder) ?? readIsLive(deps, holder, now);
    liveById.set(holder, isHolderLive);
    return isHolderLive;
  };
};

/**
 * A reconciliation that cannot be read counts as dead: no worker can read it and release its calls. One that a newer
 * version wrote counts as live: a worker of that version goes on with it.
 */
const readIsLive = async (
  { reconciliations, note }: Pick<RecoveryDeps, 'reconciliations' | 'note'>,
  reconciliationId: ReconciliationId,
  now: Timestamp,
): Promise<boolean> => {
  try {
    return isLive(await reconciliations.get(reconciliationId), now);
  } catch (error) {
    if (!(error instanceof UnreadableItemError)) throw error;
    const isLeftAlone = error instanceof NewerItemError;
    note({ type: 'reconciliation_unreadable', reconciliationId, isLeftAlone, reason: error.message });
    return isLeftAlone;
  }
};
