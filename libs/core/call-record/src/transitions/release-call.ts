import { nextAskAfterAnswer, nextAskAfterFault, type RetryRule } from '../ask-schedule.ts';
import type { CallRecord } from '../call-record.ts';
import { listCandidateRanges } from '../candidate-ranges.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { exportableUntil } from '../deadline.ts';
import { deriveRecord } from '../derive-record.ts';
import type { Evidence } from '../evidence.ts';
import { isHeldBy } from '../held.ts';
import type { ReconciliationId } from '../ids.ts';
import { isDamagedAtOcp } from '../list-quarantined.ts';
import { BUSINESS_RULE, DAMAGED_AT_OCP } from '../outcome-codes.ts';
import { NO_ROUND } from '../reopen-record.ts';
import type { Timestamp } from '../timestamp.ts';

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
      /** Faults in a row. 0 if this release counts as no fault. */
      readonly faults: number;
      /** This answer shows that OCP's recording is damaged. The one before did not. */
      readonly isFoundDamaged: boolean;
    };

/**
 * Releases a call that `reconciliationId` holds and did not recover. It becomes `failed` if that is an attempt, else
 * `pending`, and is asked for again by the schedules. Only OCP's deadline gives a call up. A call that is stored, or that
 * another reconciliation holds, stays as it is.
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
    const { reconciliationFaults = 0 } = released;
    const isFault = reconciliationFaults > (current.reconciliationFaults ?? 0);
    return changeTo(current, deriveRecord(released, context), 'not recovered', context, {
      kind: 'released',
      faults: isFault ? reconciliationFaults : 0,
      isFoundDamaged: released.outcome?.code === DAMAGED_AT_OCP && current.outcome?.code !== DAMAGED_AT_OCP,
    });
  };

const takeFault = (
  current: CallRecord,
  reason: ReleaseReason,
  rule: RetryRule,
  context: ChangeContext,
): CallRecord => {
  const faulty = addOutcome(current, reason, context);
  if (!reason.isListingDoubted) return addFault(faulty, rule, context);
  const doubted = { ...faulty, hasDoubtedRange: true };
  return askNextRange(doubted, context) ?? addFault({ ...doubted, ...NO_ROUND }, rule, context);
};

/**
 * The call after an answer about it. An attempt is a round over all candidate ranges, or rejected bytes that were found
 * in one of them.
 */
export const takeAnswer = (
  current: CallRecord,
  reason: ReleaseReason,
  rule: RetryRule,
  context: ChangeContext,
): CallRecord => {
  const answered = addOutcome(current, reason, context);
  const isFound = (current.quarantined ?? []).some(({ reason: why }) => why === reason.code);
  if (isFound) return useAttempt(answered, rule, context);
  const next = askNextRange(answered, context);
  if (next) return next;
  const isDoubted = current.hasDoubtedRange && listCandidateRanges(current, context.group).length > 1;
  return isDoubted
    ? addFault({ ...answered, ...NO_ROUND }, rule, context)
    : useAttempt(answered, rule, context);
};

const addOutcome = (
  call: CallRecord,
  { code, message, evidence }: ReleaseReason,
  { now }: ChangeContext,
): Answered => ({
  ...call,
  reconciliationStatus: 'pending',
  outcome: { code, message, retryable: true, at: now, ...(evidence && { evidence }) },
});

type Answered = CallRecord & Required<Pick<CallRecord, 'outcome'>>;

/** The next candidate range is asked at once. @returns undefined if there is none in this round. */
const askNextRange = (call: CallRecord, { group }: ChangeContext): CallRecord | undefined => {
  const askedRanges = (call.askedRanges ?? 0) + 1;
  if (askedRanges >= listCandidateRanges(call, group).length) return undefined;
  return { ...call, askedRanges, nextReconciliationAt: undefined };
};

const addFault = (call: CallRecord, rule: RetryRule, context: ChangeContext): CallRecord => {
  const reconciliationFaults = (call.reconciliationFaults ?? 0) + 1;
  const deadline = askDeadline(call, context);
  const nextReconciliationAt = nextAskAfterFault(reconciliationFaults, context.now, rule, deadline);
  return { ...call, reconciliationFaults, nextReconciliationAt };
};

/** The next ask is a new export. After the deadline of exports only a job that lists the call counts. */
const askDeadline = (call: CallRecord, context: ChangeContext): Timestamp => {
  const until = exportableUntil(call, context);
  return until > context.now ? until : call.recoverableUntil;
};

const useAttempt = (call: Answered, rule: RetryRule, context: ChangeContext): CallRecord => {
  const { outcome } = call;
  // OCP has no better bytes: from now on it is asked daily.
  const isUnchanged = isDamagedAtOcp(call.quarantined ?? [], outcome.code);
  const isDamaged = isUnchanged && outcome.code !== BUSINESS_RULE;
  const used = call.reconciliationAttempts + 1;
  const attempts = isUnchanged ? Math.max(used, rule.maxAttempts) : used;
  return {
    ...call,
    ...NO_ROUND,
    reconciliationStatus: 'failed',
    outcome: isDamaged ? { ...outcome, code: DAMAGED_AT_OCP } : outcome,
    reconciliationFaults: undefined,
    reconciliationAttempts: attempts,
    nextReconciliationAt: nextAskAfterAnswer(attempts, askDeadline(call, context), context.now, rule),
  };
};
