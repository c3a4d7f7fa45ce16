import type { CallRecord } from '../call-record.ts';
import { AS_REPORTED, type CandidateRange, listCandidateRanges } from '../candidate-ranges.ts';
import { type FactsBySource, sourcesByPrecedence } from '../cdr/cdr-facts.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import { isHeld, isHeldBy, isPending, isRetryDue } from '../held.ts';
import type { ReconciliationId } from '../ids.ts';
import { findPossibleEnd } from '../impossible-start.ts';
import type { RegistryGroup } from '../registry.ts';
import type { Timestamp } from '../timestamp.ts';

export type CallClaim =
  | {
      readonly kind: 'claimed';
      readonly startedAt: Timestamp;
      /** No source reported the start. `startedAt` is when we first received anything about the call, so it is too late. */
      readonly isStartProvisional: boolean;
      /** An export listed the call without its start. The call started in its range: from `startedAt`, before this. */
      readonly startedBefore?: Timestamp;
      readonly endedAt?: Timestamp;
      /** The call is looked for in several ranges. This export takes this one, and not the reported time. */
      readonly range?: CandidateRange;
    }
  | { readonly kind: 'stored' | 'explained' | 'absent' | 'not-due' }
  | { readonly kind: 'held'; readonly holder: ReconciliationId };

/**
 * Holds a call for a reconciliation. A second claim by the same one gives the same answer. The call stays as it is if
 * it is stored, explained, held by another reconciliation, or released and not yet due again. The caller finds out
 * whether the other reconciliation is still open.
 *
 * A call that was queued for this reconciliation is held by it already. It is not written, and becomes `in_progress` as
 * soon as a listing names it.
 *
 * @param deadHolder a holder that the caller found closed, absent or past its lease.
 */
export const claimCall =
  (
    reconciliationId: ReconciliationId,
    deadHolder: ReconciliationId | undefined,
    context: ChangeContext,
  ): Transition<CallClaim> =>
  (current) => {
    if (!current) return { result: { kind: 'absent' } };
    if (current.s3Stored) return { result: { kind: 'stored' } };
    if (!isPending(current)) return { result: { kind: 'explained' } };
    const holder = current.reconciliationId;
    if (isHeld(current) && holder !== undefined && holder !== reconciliationId && holder !== deadHolder) {
      return { result: { kind: 'held', holder } };
    }
    // Windows pile up while no reconciler runs. The second of them must not ask again right after the first was answered.
    if (!isHeld(current) && !isRetryDue(current, context.now)) return { result: { kind: 'not-due' } };
    const hold = {
      reconciliationStatus: 'in_progress',
      reconciliationId,
      lastReconciliationAt: context.now,
    } as const;
    const isOurs = isHeldBy(current, reconciliationId);
    const after = deriveRecord({ ...current, ...(!isOurs && hold) }, context);
    return changeTo(current, after, 'claimed', context, describeClaim(after, context.group));
  };

/** The registry may have changed since the record was written, and may explain the call now. */
const describeClaim = (record: CallRecord, group: RegistryGroup | undefined): CallClaim => {
  if (!isPending(record)) return { kind: 'explained' };
  // Runs take the candidate ranges in turn. A listing may have made them fewer, and where it found the call is the last.
  const ranges = listCandidateRanges(record, group);
  const range = ranges.at(Math.min(record.askedRanges ?? 0, ranges.length - 1));
  const start = describeStart(record.facts);
  const endedAt = start.isStartProvisional ? findPossibleEnd(record) : record.callEndTimestamp;
  return {
    kind: 'claimed',
    startedAt: record.callTimestamp,
    ...start,
    ...(endedAt !== undefined && { endedAt }),
    ...(range !== undefined && range !== AS_REPORTED && { range }),
  };
};

/** How sure the start of a call is. */
export const describeStart = (
  facts: FactsBySource,
): Pick<Extract<CallClaim, { kind: 'claimed' }>, 'isStartProvisional' | 'startedBefore'> => {
  const source = sourcesByPrecedence.find((one) => facts[one]?.startedAt !== undefined);
  const startedBefore = source && facts[source]?.startedBefore;
  return {
    isStartProvisional: source === undefined || startedBefore !== undefined,
    ...(startedBefore !== undefined && { startedBefore }),
  };
};
