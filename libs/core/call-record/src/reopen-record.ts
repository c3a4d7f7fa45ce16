import type { CallRecord } from './call-record.ts';
import { isExplained } from './derive-reconciliation.ts';
import { isGivenUp } from './held.ts';

/** The record of a call that is to be recovered after all: pending, due at once, with all its attempts. */
export const reopenRecord = (record: CallRecord): CallRecord => ({
  ...record,
  reconciliationStatus: 'pending',
  reconciliationAttempts: 0,
  reconciliationFaults: undefined,
  earlierFaults: undefined,
  askedRanges: undefined,
  nextReconciliationAt: undefined,
  outcome: undefined,
});

/**
 * The record after new proof that OCP has the recording. A call that was given up or explained is reopened. Any other
 * gets its attempts again, and keeps its holder and its faults.
 */
export const resetAttempts = (record: CallRecord): CallRecord =>
  isGivenUp(record) || isExplained(record)
    ? reopenRecord(record)
    : { ...record, reconciliationAttempts: 0, askedRanges: undefined };
