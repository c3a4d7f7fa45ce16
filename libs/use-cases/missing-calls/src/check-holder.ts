import { type ReconciliationId, shifted, type Timestamp } from '@recordings/call-record';
import { UnreadableItemError } from '@recordings/fault';
import { isLive } from '@recordings/reconciliation';
import type { PendingCall } from '@recordings/windowing';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

type HolderDeps = Pick<MissingCallsDeps, 'reconciliations' | 'policy' | 'note'>;

/** Whether a reconciliation is still recovering the call. */
export type IsInRecovery = (call: PendingCall) => Promise<boolean>;

/**
 * Makes the check for one execution. A call is in recovery if a live reconciliation holds it, or if it was queued so
 * recently that its window may still wait in a queue. Each reconciliation is read once.
 */
export const makeIsInRecovery = (deps: HolderDeps, now: Timestamp): IsInRecovery => {
  const staleAfterMs = deps.policy.candidates.staleAfterMs;
  const lives = new Map<ReconciliationId, Promise<boolean>>();
  return async (call) => {
    if (call.reconciliationStatus !== 'queued' && call.reconciliationStatus !== 'in_progress') return false;
    if (shifted(call.lastReconciliationAt ?? call.createdAt, staleAfterMs) > now) return true;
    const holder = call.reconciliationId;
    if (holder === undefined) return false;
    const life = lives.get(holder) ?? readLife(deps, holder, now);
    lives.set(holder, life);
    return life;
  };
};

/** A reconciliation that cannot be read counts as dead: no worker can read it and release its calls. */
const readLife = async (
  { reconciliations, note }: HolderDeps,
  reconciliationId: ReconciliationId,
  now: Timestamp,
): Promise<boolean> => {
  try {
    return isLive(await reconciliations.get(reconciliationId), now);
  } catch (error) {
    if (!(error instanceof UnreadableItemError)) throw error;
    note({ type: 'reconciliation_unreadable', reconciliationId, reason: error.message });
    return false;
  }
};
