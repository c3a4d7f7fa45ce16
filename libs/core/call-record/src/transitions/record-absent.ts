import { type RetryRule, replacesNextAsk } from '../ask-schedule.ts';
import type { CallRecord } from '../call-record.ts';
import { listCandidateRanges } from '../candidate-ranges.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { Evidence } from '../evidence.ts';
import { isHeld, isPending } from '../held.ts';
import type { Timestamp } from '../timestamp.ts';
import { describeStart } from './claim-call.ts';
import { takeAnswer } from './release-call.ts';

/** A complete and trusted listing that does not name the call. */
export type AbsentFrom = {
  /** When its export was asked for. The listing proves nothing of later times. */
  readonly askedAt: Timestamp;
  /** Whether the export certainly selected a call of these times. */
  readonly covers: (call: { readonly startedAt: Timestamp; readonly endedAt?: Timestamp }) => boolean;
  readonly code: string;
  readonly message: string;
  readonly evidence?: Evidence;
};

/**
 * Records that the listing of an export for other calls lacks this one. It uses no prompt attempt. After those it replaces
 * the next ask of the daily schedule: OCP has just answered, so the call is asked for after the next wait.
 *
 * @returns `replaced`, or `kept` if the call is held, was asked for since, or does not follow the daily schedule.
 */
export const recordAbsent =
  (
    { askedAt, covers, ...answer }: AbsentFrom,
    rule: RetryRule,
    context: ChangeContext,
  ): Transition<'replaced' | 'kept'> =>
  (current) => {
    if (!current || !isAskedDaily(current, rule) || !replacesNextAsk(current, askedAt)) return KEPT;
    const { callTimestamp: startedAt, callEndTimestamp: endedAt } = current;
    if (isStartUnsure(current, context) || !covers({ startedAt, ...(endedAt !== undefined && { endedAt }) }))
      return KEPT;
    const answered = takeAnswer(current, { ...answer, isAboutTheCall: true }, rule, context);
    const after = deriveRecord({ ...answered, lastReconciliationAt: context.now }, context);
    // The registry may have changed since the record was written, and may explain the call now.
    return isPending(after) ? changeTo(current, after, 'not recovered', context, 'replaced') : KEPT;
  };

const KEPT = { result: 'kept' } as const;

const isAskedDaily = (record: CallRecord, { maxAttempts }: RetryRule): boolean =>
  isPending(record) && !record.s3Stored && !isHeld(record) && record.reconciliationAttempts >= maxAttempts;

/** A listing answers for one of several candidate ranges only, and an attempt is a round over all of them. */
const isStartUnsure = (record: CallRecord, { group }: ChangeContext): boolean =>
  listCandidateRanges(record, group).length > 0 || describeStart(record.facts).isStartProvisional;
