import type { CallRecord } from './call-record.ts';
import { isExplained } from './derive-reconciliation.ts';
import { isGivenUp, isHeld } from './held.ts';

/** No candidate range was asked yet. */
export const NO_ROUND = { askedRanges: undefined, hasDoubtedRange: undefined } as const;

/** The record of a call that is to be recovered after all: pending, due at once, with all its attempts. */
export const reopenRecord = (record: CallRecord): CallRecord => ({
  ...record,
  reconciliationStatus: 'pending',
  reconciliationAttempts: 0,
  reconciliationFaults: undefined,
  ...NO_ROUND,
  nextReconciliationAt: undefined,
  outcome: undefined,
});

/**
 * The record after new proof that OCP has the recording. A call that was given up or explained is reopened. Any other
 * gets its attempts again, and keeps its holder and its faults. A held call stays at the range that its window asked: if
 * its file fails, that range is asked again, and the ranges before it are not.
 */
export const resetAttempts = (record: CallRecord): CallRecord =>
  isGivenUp(record) || isExplained(record)
    ? reopenRecord(record)
    : { ...record, reconciliationAttempts: 0, ...(!isHeld(record) && NO_ROUND) };
