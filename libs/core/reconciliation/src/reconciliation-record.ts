import { CallId, GroupId, ReconciliationId, TenantId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import { FailureStatus } from './failure-status.ts';
import { Priority } from './messages/reconciliation-request.ts';

/**
 * How one call of a reconciliation stands. `open` until somebody settles it; a settled call stays as it is.
 * `not-found`: the job covered the call and had no recording; `failed`: the recording could not be stored.
 */
export const CallOutcome = z.object({
  startedAt: Timestamp,
  endedAt: Timestamp.optional(),
  /** All that is known of its start and end is that they lie between the two. */
  isUncertain: z.boolean().optional(),
  outcome: z.enum(['open', 'stored', 'not-found', 'failed']),
  code: z.string().optional(),
  message: z.string().optional(),
  /** Only an answer about the call uses an attempt of the call up. */
  isAboutTheCall: z.boolean().optional(),
  /** Id of its recording in the export job, once that is known. */
  recordingId: z.string().optional(),
  declared: z
    .object({
      sizeBytes: z.number().int().optional(),
      sha256: z.string().optional(),
      conversationId: z.string().optional(),
    })
    .optional(),
});
export type CallOutcome = z.infer<typeof CallOutcome>;

/**
 * The recovery of one window's calls. Its item carries the lease of all of them: a call is held for as long as its
 * reconciliation is open and `leaseUntil` has not passed.
 */
export const Reconciliation = z.object({
  reconciliationId: ReconciliationId,
  batchId: z.string(),
  tenantId: TenantId,
  groupId: GroupId,
  fromDate: Timestamp,
  toDate: Timestamp,
  priority: Priority,
  phase: z.enum(['claiming', 'waiting', 'downloading', 'closed']),
  reconciliationStatus: z.enum(['IN_PROGRESS', 'COMPLETED', ...FailureStatus.options]),
  exportJobStatus: z.enum(['CREATED', 'POLLING', 'COMPLETED', 'FAILED']).optional(),
  exportJobId: z.string().optional(),
  pollingIteration: z.number().int().optional(),
  exportCreatedAt: Timestamp.optional(),
  exportCompletedAt: Timestamp.optional(),
  lastPolledAt: Timestamp.optional(),
  calls: z.record(CallId, CallOutcome),
  leaseUntil: Timestamp,
  /** When downloads that never answered are given up. */
  deadline: Timestamp.optional(),
  createdAt: Timestamp,
  lastUpdated: Timestamp,
  completedAt: Timestamp.optional(),
  failedAt: Timestamp.optional(),
  failureReason: z.string().optional(),
  /** DynamoDB's TTL: at least 30 days after the last change. */
  expiresAtEpochS: z.number().int(),
  revision: z.number().int(),
});
export type Reconciliation = z.infer<typeof Reconciliation>;

/** Whether a reconciliation still holds its calls. An absent one holds none. */
export const isLive = (reconciliation: Reconciliation | undefined, now: Timestamp): boolean =>
  reconciliation !== undefined && reconciliation.phase !== 'closed' && reconciliation.leaseUntil > now;
