import { type FactsBySource, identity } from '../cdr/cdr-facts.ts';
import { changeRecord, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { ReconciliationId } from '../ids.ts';
import type { Timestamp } from '../timestamp.ts';
import type { ChangeContext } from './record-event.ts';

export type CallClaim =
  | {
      readonly kind: 'claimed';
      readonly startedAt: Timestamp;
      /** Nobody has told the start: `startedAt` is when we first heard of the call, which is after it. */
      readonly isStartProvisional: boolean;
      /** Only the range of an export that listed the call is known: its start is one from `startedAt` on and before this. */
      readonly startedBefore?: Timestamp;
      readonly endedAt?: Timestamp;
    }
  | { readonly kind: 'stored' | 'explained' | 'absent' | 'not-due' }
  | { readonly kind: 'held'; readonly holder: ReconciliationId };

/**
 * Holds a call for a reconciliation; idempotent for the same one. A call that is stored, explained, let go of and not
 * due again, or held by another reconciliation is left alone: whether that one still lives is the caller's to find out.
 *
 * @param deadHolder a holder that was found closed, absent or past its lease.
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
    if (current.reconciliationShard === undefined) return { result: { kind: 'explained' } };
    const holder = current.reconciliationId;
    const isHeld =
      current.reconciliationStatus === 'in_progress' || current.reconciliationStatus === 'queued';
    if (isHeld && holder !== undefined && holder !== reconciliationId && holder !== deadHolder) {
      return { result: { kind: 'held', holder } };
    }
    // Windows pile up while no reconciler is at work: the first answer must not be followed by the same question.
    const isDue = current.nextReconciliationAt === undefined || current.nextReconciliationAt <= context.now;
    if (!isHeld && !isDue) return { result: { kind: 'not-due' } };
    const after = deriveRecord(
      {
        ...current,
        reconciliationStatus: 'in_progress',
        reconciliationId,
        lastReconciliationAt:
          current.reconciliationStatus === 'in_progress' && holder === reconciliationId
            ? current.lastReconciliationAt
            : context.now,
      },
      context,
    );
    const next = changeRecord(current, after, { at: context.now, what: 'claimed', by: context.by });
    // The registry may have changed since the record was written.
    if (after.reconciliationShard === undefined)
      return { ...(next && { next }), result: { kind: 'explained' } };
    return {
      ...(next && { next }),
      result: {
        kind: 'claimed',
        startedAt: after.callTimestamp,
        ...provisionOf(after.facts),
        ...(after.callEndTimestamp !== undefined && { endedAt: after.callEndTimestamp }),
      },
    };
  };

const provisionOf = (
  facts: FactsBySource,
): Pick<Extract<CallClaim, { kind: 'claimed' }>, 'isStartProvisional' | 'startedBefore'> => {
  const teller = identity.find((source) => facts[source]?.startedAt !== undefined);
  const startedBefore = teller && facts[teller]?.startedBefore;
  return {
    isStartProvisional: teller === undefined || startedBefore !== undefined,
    ...(startedBefore !== undefined && { startedBefore }),
  };
};
