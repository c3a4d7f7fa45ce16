import { GroupId, keepUnknownFields, ReconciliationId, TenantId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import { Orchestrator } from '../orchestrator.ts';
import { FailureStatus } from '../outcome-code.ts';
import { Priority } from '../priority.ts';
import { Sweep } from '../sweep/sweep-result.ts';
import { CallOutcomes } from './call-outcome.ts';

/** `COMPLETED_NOTHING_FOUND`: OCP had a recording of none of its calls. */
const CompletionStatus = z.enum(['COMPLETED', 'COMPLETED_NOTHING_FOUND']);

/** What every phase has. */
const Window = {
  reconciliationId: ReconciliationId,
  batchId: z.string(),
  tenantId: TenantId,
  groupId: GroupId,
  fromDate: Timestamp,
  toDate: Timestamp,
  priority: Priority,
  /** Format that its message asks for. Absent: the worker's own. */
  audioFormat: z.string().optional(),
  calls: CallOutcomes,
  /** An execution of Step Functions drives it. Absent: delayed messages do. */
  orchestrator: Orchestrator.optional(),
  /** ARN of that execution, written by it once OCP has the export job. */
  sfExecutionId: z.string().optional(),
  /** Answers the task of that execution that waits for the downloads. */
  downloadToken: z.string().optional(),
  /** It sweeps its range, and has no calls. */
  sweep: Sweep.optional(),
  /** Until then the calls are held, as long as the reconciliation is open. */
  leaseUntil: Timestamp,
  createdAt: Timestamp,
  lastUpdated: Timestamp,
  /** DynamoDB deletes the item after this second: at least 30 days after the last change. */
  expiresAtEpochS: z.number().int(),
  /** The same, under the name of the requirement documents. Absent in items from before it existed. */
  TTL: z.number().int().optional(),
  /** Absent in items from before it existed. */
  schemaVersion: z.number().int().optional(),
  revision: z.number().int(),
};

/** What the polls of its export job have reported. Absent before the first report. */
const Progress = {
  exportJobId: z.string().optional(),
  pollingIteration: z.number().int().optional(),
  exportCreatedAt: Timestamp.optional(),
  lastPolledAt: Timestamp.optional(),
};

/** `COMPLETED`: the word of schema version 1. */
const ExportedStatus = z.enum(['EXPORT_COMPLETED', 'COMPLETED']);

/** What OCP says of its finished export job, if it does. */
const Exported = {
  exportSizeBytes: z.number().int().optional(),
  /** OCP's own time; `exportCompletedAt` is ours. */
  exportEndedAt: Timestamp.optional(),
};

const open = { reconciliationStatus: z.literal('IN_PROGRESS') };

/** Its calls are being claimed. */
const Claiming = keepUnknownFields(z.object({ phase: z.literal('claiming'), ...open, ...Window }));

/** Its window waits for an export, or for the end of one. */
const Waiting = keepUnknownFields(
  z.object({
    phase: z.literal('waiting'),
    ...open,
    ...Window,
    ...Progress,
    /** `EXPORT_COMPLETED`: written by an execution, before a worker reads the listing. */
    exportJobStatus: z.enum(['CREATED', 'POLLING', 'EXPORT_COMPLETED']).optional(),
    exportCompletedAt: Timestamp.optional(),
  }),
);

/** Its export has ended, and its recordings are being downloaded. */
const Downloading = keepUnknownFields(
  z.object({
    phase: z.literal('downloading'),
    ...open,
    ...Window,
    ...Progress,
    exportJobId: z.string(),
    ...Exported,
    exportJobStatus: ExportedStatus,
    exportCompletedAt: Timestamp,
    /** A download without a result fails at this time. It moves while downloads end. */
    deadline: Timestamp,
    /** Calls without a result when the deadline was set. Absent in items from before it existed. */
    openAtDeadline: z.number().int().optional(),
    /** As of a closed one: an execution writes the end after it. */
    metadata: z.string().optional(),
  }),
);

/** Final. It keeps what its earlier phases knew. */
const Closed = {
  phase: z.literal('closed'),
  ...Window,
  ...Progress,
  ...Exported,
  exportJobStatus: z.enum(['CREATED', 'POLLING', ...ExportedStatus.options, 'FAILED']).optional(),
  exportCompletedAt: Timestamp.optional(),
  deadline: Timestamp.optional(),
  /** JSON of what OCP says of the calls' recordings. Written when it is closed: each result of a download rewrites the item. */
  metadata: z.string().optional(),
};
const Completed = keepUnknownFields(
  z.object({
    ...Closed,
    reconciliationStatus: CompletionStatus,
    completedAt: Timestamp,
  }),
);
const Failed = keepUnknownFields(
  z.object({
    ...Closed,
    reconciliationStatus: FailureStatus,
    failedAt: Timestamp,
    failureReason: z.string(),
    /** JSON of an `ErrorContext`. Absent in items from before it existed. */
    errorDetails: z.string().optional(),
    /** Polls of an export job that ended without recordings. */
    totalPollingAttempts: z.number().int().optional(),
    /** OCP's word for the status of the job, if we do not know it. */
    unknownStatus: z.string().optional(),
  }),
);

/**
 * The recovery of one window's calls, each phase with its own fields. Its item carries the lease of all of them: a call
 * is held while its reconciliation is open and `leaseUntil` has not passed.
 */
export const Reconciliation = z.discriminatedUnion('phase', [
  Claiming,
  Waiting,
  Downloading,
  z.discriminatedUnion('reconciliationStatus', [Completed, Failed]),
]);
export type Reconciliation = z.infer<typeof Reconciliation>;

export type ClaimingReconciliation = z.infer<typeof Claiming>;
export type WaitingReconciliation = z.infer<typeof Waiting>;
export type DownloadingReconciliation = z.infer<typeof Downloading>;
export type OpenReconciliation = ClaimingReconciliation | WaitingReconciliation | DownloadingReconciliation;
export type ClosedReconciliation = Exclude<Reconciliation, OpenReconciliation>;

/** Whether an execution of Step Functions decides when it ends. */
export const hasExecution = ({ orchestrator }: Pick<Reconciliation, 'orchestrator'>): boolean =>
  orchestrator !== undefined;

/** Whether a reconciliation still holds its calls. An absent one holds none. */
export const isLive = (reconciliation: Reconciliation | undefined, now: Timestamp): boolean =>
  reconciliation !== undefined && reconciliation.phase !== 'closed' && reconciliation.leaseUntil > now;
