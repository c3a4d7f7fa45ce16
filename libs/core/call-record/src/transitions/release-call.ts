import { nextAskAfterAnswer, nextAskAfterFault, type RetryRule } from '../ask-schedule.ts';
import type { CallRecord } from '../call-record.ts';
import { listCandidateRanges } from '../candidate-ranges.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { Evidence } from '../evidence.ts';
import { isHeldBy } from '../held.ts';
import type { ReconciliationId } from '../ids.ts';
import { isDamagedAtOcp } from '../list-quarantined.ts';
import { BUSINESS_RULE, DAMAGED_AT_OCP } from '../outcome-codes.ts';

/** Why a reconciliation releases a call that it did not recover. */
export type ReleaseReason = {
  readonly code: string;
  readonly message: string;
  /** An answer about the call uses an attempt. Anything else is a fault: an outage, a busy slot, an expired job. */
  readonly isAboutTheCall: boolean;
  /** The listing of the job was read, covered the call, and proves nothing: it is incomplete or not trusted. */
  readonly isListingDoubted?: boolean;
  readonly evidence?: Evidence;
};

export type Release =
  | { readonly kind: 'not held' }
  | {
      readonly kind: 'released';
      /** Faults in a row. An answer about the call ends the row. */
      readonly faults: number;
      /** This answer shows that OCP's recording is damaged. The one before did not. */
      readonly isFoundDamaged: boolean;
    };

/**
 * Releases a call that `reconciliationId` holds and did not recover. It becomes `failed` if the answer was about the
 * call, else `pending`, and is asked for again by the schedules. Only OCP's deadline gives a call up. A call that is
 * stored, or that another reconciliation holds, stays as it is.
 */
export const releaseCall =
  (
    reconciliationId: ReconciliationId,
    reason: ReleaseReason,
    rule: RetryRule,
    context: ChangeContext,
  ): Transition<Release> =>
  (current) => {
    if (!current || !isHeldBy(current, reconciliationId) || current.s3Stored) {
      return { result: { kind: 'not held' } };
    }
    const released = reason.isAboutTheCall
      ? takeAnswer(current, reason, rule, context)
      : takeFault(current, reason, rule, context);
    return changeTo(current, deriveRecord(released, context), 'not recovered', context, {
      kind: 'released',
      faults: released.reconciliationFaults ?? 0,
      isFoundDamaged: released.outcome?.code === DAMAGED_AT_OCP && current.outcome?.code !== DAMAGED_AT_OCP,
    });
  };

/** A listing that proves nothing does not hold up the other candidate ranges. Its round is no attempt. */
const takeFault = (
  current: CallRecord,
  { code, message, isListingDoubted = false, evidence }: ReleaseReason,
  rule: RetryRule,
  { now, group }: ChangeContext,
): CallRecord => {
  const faults = (current.reconciliationFaults ?? current.earlierFaults ?? 0) + 1;
  const asked = (current.askedRanges ?? 0) + 1;
  const isRoundOpen = isListingDoubted && asked < listCandidateRanges(current, group).length;
  return {
    ...current,
    reconciliationStatus: 'pending',
    reconciliationFaults: faults,
    earlierFaults: undefined,
    outcome: { code, message, retryable: true, at: now, ...(evidence && { evidence }) },
    ...(isListingDoubted && { askedRanges: isRoundOpen ? asked : undefined }),
    nextReconciliationAt: isRoundOpen ? undefined : nextAskAfterFault(faults, now, rule),
  };
};

/** The call after an answer about it: an attempt is used, and its schedule gives the next ask. */
export const takeAnswer = (
  current: CallRecord,
  reason: ReleaseReason,
  rule: RetryRule,
  context: ChangeContext,
): CallRecord => {
  const { now, group } = context;
  const asked = (current.askedRanges ?? 0) + 1;
  const { code, message, evidence } = reason;
  const outcome = { code, message, retryable: true, at: now, ...(evidence && { evidence }) };
  const ended = { reconciliationFaults: undefined, earlierFaults: undefined };
  const answered = { ...current, reconciliationStatus: 'failed', ...ended } as const;
  const isFound = (current.quarantined ?? []).some(({ reason: why }) => why === reason.code);
  // Only if a range of this round had a fault. The answer for its first range is no fault.
  const faults = asked > 1 && !isFound ? current.reconciliationFaults : undefined;
  if (!isFound && asked < listCandidateRanges(current, group).length) {
    // Only a round over all ranges is an attempt. The next range is asked at once.
    const next = { outcome, askedRanges: asked, ...continueRow(current, faults) };
    return { ...answered, ...next, nextReconciliationAt: undefined };
  }
  if (faults !== undefined) {
    const round = { outcome, askedRanges: undefined, reconciliationFaults: faults };
    return { ...answered, ...round, nextReconciliationAt: nextAskAfterFault(faults, now, rule) };
  }
  // OCP has no better bytes: from now on it is asked daily.
  const isUnchanged = isDamagedAtOcp(current.quarantined ?? [], reason.code);
  const isDamaged = isUnchanged && reason.code !== BUSINESS_RULE;
  const used = current.reconciliationAttempts + 1;
  const attempts = isUnchanged ? Math.max(used, rule.maxAttempts) : used;
  return {
    ...answered,
    outcome: isDamaged ? { ...outcome, code: DAMAGED_AT_OCP } : outcome,
    askedRanges: undefined,
    reconciliationAttempts: attempts,
    nextReconciliationAt: nextAskAfterAnswer(attempts, current.recoverableUntil, now, rule),
  };
};

/** A round over all ranges ends the row of faults if none of them had one. Until then the row is kept. */
const continueRow = (
  { reconciliationFaults, earlierFaults }: CallRecord,
  faults: number | undefined,
): Pick<CallRecord, 'reconciliationFaults' | 'earlierFaults'> =>
  faults === undefined
    ? { earlierFaults: reconciliationFaults ?? earlierFaults }
    : { reconciliationFaults: faults };
