import type { Outcome } from '../call-record.ts';
import { changeRecord, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { ReconciliationId } from '../ids.ts';
import { shifted } from '../timestamp.ts';
import type { ChangeContext } from './record-event.ts';

/** Why a reconciliation lets go of a call that it did not bring home. */
export type ReleaseReason = {
  readonly code: string;
  readonly message: string;
  /** Only an answer about the call uses an attempt up; an outage, a busy slot or an expired job does not. */
  readonly isAboutTheCall: boolean;
};

export type RetryRule = {
  readonly maxAttempts: number;
  /** Wait after an answer about the call, doubled with every attempt used: OCP may have it later. */
  readonly retryDelayMs: number;
  /** Wait after anything else: an outage says nothing of the call. */
  readonly outageDelayMs: number;
};

/** OCP can have a recording late for hours, never for weeks: waits stop growing at a day. */
const MAX_RETRY_DELAY_MS = 86_400_000;

/**
 * Lets go of a call that `reconciliationId` holds: back to pending, or failed if the answer was about the call;
 * exhausted attempts end it, with the outcome that says why. Anybody else's call, or a stored one, is left alone.
 */
export const releaseCall =
  (
    reconciliationId: ReconciliationId,
    unrecovered: ReleaseReason,
    rule: RetryRule,
    context: ChangeContext,
  ): Transition<'released' | 'exhausted' | 'not held'> =>
  (current) => {
    const isHeld =
      current?.reconciliationId === reconciliationId &&
      (current.reconciliationStatus === 'in_progress' || current.reconciliationStatus === 'queued');
    if (!current || !isHeld || current.s3Stored) return { result: 'not held' };
    const attempts = current.reconciliationAttempts + (unrecovered.isAboutTheCall ? 1 : 0);
    const isExhausted = unrecovered.isAboutTheCall && attempts >= rule.maxAttempts;
    const delayMs = unrecovered.isAboutTheCall
      ? Math.min(rule.retryDelayMs * 2 ** Math.max(0, attempts - 1), MAX_RETRY_DELAY_MS)
      : rule.outageDelayMs;
    const outcome: Outcome = {
      code: unrecovered.code,
      message: unrecovered.message,
      retryable: !isExhausted,
      at: context.now,
    };
    const after = deriveRecord(
      {
        ...current,
        reconciliationStatus: unrecovered.isAboutTheCall ? 'failed' : 'pending',
        reconciliationAttempts: attempts,
        outcome,
        nextReconciliationAt: isExhausted ? undefined : shifted(context.now, delayMs),
      },
      context,
    );
    const what = isExhausted ? 'given up' : 'not recovered';
    const next = changeRecord(current, after, { at: context.now, what, by: context.by });
    return { ...(next && { next }), result: isExhausted ? 'exhausted' : 'released' };
  };
