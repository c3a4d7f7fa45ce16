import { cutText, type Timestamp } from '@recordings/call-record';
import type { FailureStatus } from '../outcome-code.ts';
import { callsOf } from './call-outcome.ts';
import { expiryEpochS } from './expiry.ts';
import type { ClosedReconciliation } from './reconciliation.ts';
import type { ReconciliationCommand, ReconciliationStep } from './reconciliation-step.ts';

type Completed = Extract<ClosedReconciliation, { completedAt: Timestamp }>;

/** What a reconciliation of any phase brings into the closed one. */
type Closing = Omit<Completed, 'phase' | 'reconciliationStatus' | 'completedAt'>;

const MAX_REASON_BYTES = 1_000;
const commands: readonly ReconciliationCommand[] = [{ type: 'release-calls' }, { type: 'forget-window' }];

export const completeReconciliation = (current: Closing, now: Timestamp): ReconciliationStep => {
  const outcomes = Object.values(current.calls);
  const isNothingFound = outcomes.length > 0 && outcomes.every(({ outcome }) => outcome === 'not-found');
  const reconciliationStatus = isNothingFound ? 'COMPLETED_NOTHING_FOUND' : 'COMPLETED';
  const end = { completedAt: now, expiresAtEpochS: expiryEpochS(now) };
  return { reconciliation: { ...current, phase: 'closed', reconciliationStatus, ...end }, commands };
};

export const failReconciliation = (
  current: Closing,
  reconciliationStatus: FailureStatus,
  reason: string,
  now: Timestamp,
): ReconciliationStep => {
  const failureReason = cutText(reason.toWellFormed(), MAX_REASON_BYTES);
  const end = { failedAt: now, failureReason, expiresAtEpochS: expiryEpochS(now) };
  return { reconciliation: { ...current, phase: 'closed', reconciliationStatus, ...end }, commands };
};

/** Closes by the outcomes of the calls. There is no counter that a crash could make wrong. */
export const closeByOutcomes = (current: Closing, now: Timestamp): ReconciliationStep => {
  const failures = callsOf(current.calls).filter(([, { outcome }]) => outcome === 'failed');
  if (failures.length === 0) return completeReconciliation(current, now);
  const reason = failures.map(([callId, { code }]) => `${callId}: ${code}`).join('; ');
  return failReconciliation(current, 'FAILED_PARALLEL_ERROR', reason, now);
};
