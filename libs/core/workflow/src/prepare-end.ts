import { Timestamp } from '@recordings/call-record';
import {
  type ClosedReconciliation,
  listFailureReports,
  type OpenReconciliation,
  type Reconciliation,
} from '@recordings/reconciliation';
import { z } from 'zod';
import { fitReports } from './fit-reports.ts';

/** One call that was not recovered, as the state machine sends it to the queue of failures. */
const Report = z.object({ body: z.record(z.string(), z.unknown()) });

/**
 * Answer to `process-parallel-results` and `release-calls`: how the window ends. Every field is always there, because a
 * state of Step Functions fails on a path that is absent.
 */
export const EndOutput = z.object({
  reconciliationStatus: z.string(),
  /** The time of the end. */
  at: Timestamp,
  /** The revision of the item. The state machine ends that revision only. */
  revision: z.number().int(),
  nextRevision: z.number().int(),
  expiresAtEpochS: z.number().int(),
  /** Empty for a success, as the next one. */
  failureReason: z.string(),
  errorDetails: z.string(),
  totalPollingAttempts: z.number().int(),
  unknownStatus: z.string(),
  reports: z.array(Report),
});
export type EndOutput = z.infer<typeof EndOutput>;

/** What is written before the end, and the end, which the state machine writes. */
export type PreparedEnd = { readonly next: Reconciliation; readonly end: EndOutput };

/**
 * Splits the end of a window in two: the results of its calls, which are written now, and its status, which the state machine
 * writes after it.
 *
 * @param closed the reconciliation as it ends.
 */
export const prepareEnd = (
  current: OpenReconciliation,
  closed: ClosedReconciliation,
  now: Timestamp,
  executionId: string,
): PreparedEnd => {
  const revision = current.revision + 1;
  const { metadata, calls, leaseUntil } = closed;
  const results = { calls, leaseUntil, revision, lastUpdated: now };
  const next: Reconciliation =
    current.phase === 'downloading'
      ? { ...current, ...results, ...(metadata !== undefined && { metadata }) }
      : { ...current, ...results };
  const reports = listFailureReports({ ...closed, sfExecutionId: executionId });
  const failure = 'failureReason' in closed ? closed : undefined;
  const end: EndOutput = {
    reconciliationStatus: closed.reconciliationStatus,
    at: now,
    ...{ revision, nextRevision: revision + 1 },
    expiresAtEpochS: closed.expiresAtEpochS,
    failureReason: failure?.failureReason ?? '',
    errorDetails: failure?.errorDetails ?? '',
    totalPollingAttempts: failure?.totalPollingAttempts ?? 0,
    unknownStatus: failure?.unknownStatus ?? '',
    reports: fitReports(reports.map(({ body }) => body)).map((body) => ({ body })),
  };
  return { next, end };
};
