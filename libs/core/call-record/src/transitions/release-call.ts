import type { Outcome } from '../call-record.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import { isHeldBy } from '../held.ts';
import type { ReconciliationId } from '../ids.ts';
import { shifted } from '../timestamp.ts';

/** Why a reconciliation releases a call that it did not recover. */
export type ReleaseReason = {
  readonly code: string;
  readonly message: string;
  /** Only an answer about the call uses an attempt; an outage, a busy slot or an expired job does not. */
  readonly isAboutTheCall: boolean;
};

export type RetryRule = {
  readonly maxAttempts: number;
  /** Wait after the first answer about the call, doubled with each further one: OCP may have the recording later. */
  readonly retryDelayMs: number;
  /** Wait after anything else, as an outage. */
  readonly outageDelayMs: number;
};

/** OCP may have a recording hours late, never weeks late: waits grow to one day. */
const MAX_RETRY_DELAY_MS = 86_400_000;

/**
 * Releases a call that `reconciliationId` holds and did not recover. It becomes `failed` if the answer was about the
 * call, else `pending`. When the attempts are used up the call ends, with the outcome that says why. A call that is
 * stored, or that another reconciliation holds, stays as it is.
 */
export const releaseCall =
  (
    reconciliationId: ReconciliationId,
    reason: ReleaseReason,
    rule: RetryRule,
    context: ChangeContext,
  ): Transition<'released' | 'exhausted' | 'not held'> =>
  (current) => {
    if (!current || !isHeldBy(current, reconciliationId) || current.s3Stored) return { result: 'not held' };
    const { code, message, isAboutTheCall } = reason;
    const attempts = current.reconciliationAttempts + (isAboutTheCall ? 1 : 0);
    const isExhausted = isAboutTheCall && attempts >= rule.maxAttempts;
    const delayMs = isAboutTheCall ? retryDelayMs(rule, attempts) : rule.outageDelayMs;
    const outcome: Outcome = { code, message, retryable: !isExhausted, at: context.now };
    const after = deriveRecord(
      {
        ...current,
        reconciliationStatus: isAboutTheCall ? 'failed' : 'pending',
        reconciliationAttempts: attempts,
        outcome,
        nextReconciliationAt: isExhausted ? undefined : shifted(context.now, delayMs),
      },
      context,
    );
    const what = isExhausted ? 'given up' : 'not recovered';
    return changeTo(current, after, what, context, isExhausted ? 'exhausted' : 'released');
  };

/** @param attempts used so far, this one included. */
const retryDelayMs = (rule: RetryRule, attempts: number): number =>
  Math.min(rule.retryDelayMs * 2 ** (attempts - 1), MAX_RETRY_DELAY_MS);
