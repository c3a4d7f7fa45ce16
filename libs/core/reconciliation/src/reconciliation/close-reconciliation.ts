import { cutText, type Timestamp } from '@recordings/call-record';
import type { FailureStatus } from '../outcome-code.ts';
import { callsOf } from './call-outcome.ts';
import { type ErrorContext, errorDetailsOf } from './error-details.ts';
import { expiryAfter } from './expiry.ts';
import type { ClosedReconciliation } from './reconciliation.ts';
import type { JobEndedEvent, ReconciliationCommand, ReconciliationStep } from './reconciliation-step.ts';

type Completed = Extract<ClosedReconciliation, { completedAt: Timestamp }>;

/** What a reconciliation of any phase brings into the closed one. */
type Closing = Omit<Completed, 'phase' | 'reconciliationStatus' | 'completedAt'>;

type Failure = {
  readonly status: FailureStatus;
  readonly reason: string;
  readonly error: ErrorContext;
};

const MAX_REASON_BYTES = 1_000;
const MAX_WORD_BYTES = 300;
const commands: readonly ReconciliationCommand[] = [{ type: 'release-calls' }, { type: 'forget-window' }];

export const completeReconciliation = (current: Closing, now: Timestamp): ReconciliationStep => {
  const outcomes = Object.values(current.calls);
  const isNothingFound = outcomes.length > 0 && outcomes.every(({ outcome }) => outcome === 'not-found');
  const reconciliationStatus = isNothingFound ? 'COMPLETED_NOTHING_FOUND' : 'COMPLETED';
  const end = { completedAt: now, ...expiryAfter(now) };
  return { reconciliation: { ...current, phase: 'closed', reconciliationStatus, ...end }, commands };
};

export const failReconciliation = (
  current: Closing,
  { status: reconciliationStatus, reason, error }: Failure,
  now: Timestamp,
): ReconciliationStep => {
  const failureReason = cutText(reason.toWellFormed(), MAX_REASON_BYTES);
  const end = { failedAt: now, failureReason, errorDetails: errorDetailsOf(error), ...expiryAfter(now) };
  return { reconciliation: { ...current, phase: 'closed', reconciliationStatus, ...end }, commands };
};

/** Closes by the end of an export job without recordings. */
export const closeByJob = (
  current: Closing,
  { status, reason, error = {}, polls, unknownStatus }: JobEndedEvent,
  now: Timestamp,
): ReconciliationStep => {
  const job = {
    exportJobStatus: 'FAILED' as const,
    ...(polls !== undefined && { totalPollingAttempts: polls }),
    ...(unknownStatus !== undefined && {
      unknownStatus: cutText(unknownStatus.toWellFormed(), MAX_WORD_BYTES),
    }),
  };
  return failReconciliation({ ...current, ...job }, { status, reason, error }, now);
};

/** Closes by the outcomes of the calls. There is no counter that a crash could make wrong. */
export const closeByOutcomes = (current: Closing, now: Timestamp): ReconciliationStep => {
  const failures = callsOf(current.calls).filter(([, { outcome }]) => outcome === 'failed');
  if (failures.length === 0) return completeReconciliation(current, now);
  const reason = failures.map(([callId, { code }]) => `${callId}: ${code}`).join('; ');
  const calls = failures.map(([callId, { code, message }]) => ({ callId, code, message }));
  return failReconciliation(current, { status: 'FAILED_PARALLEL_ERROR', reason, error: { calls } }, now);
};
