import { GroupId, ReconciliationId, TenantId } from '@recordings/call-record';
import { FailureStatus } from '@recordings/reconciliation';
import { z } from 'zod';
import { ExecutionEnded } from './execution-ended.ts';

/** What each task has. `taskToken` answers it. */
const Task = {
  version: z.string(),
  taskToken: z.string().min(1),
  /** ARN of the execution. */
  executionId: z.string().min(1),
  reconciliationId: ReconciliationId,
};

const group = { tenantId: TenantId, groupId: GroupId };

/** `CreateExportJobFunction` of the requirement documents: ask OCP for the export job of the window. */
const CreateExportJob = z.object({ kind: z.literal('create-export-job'), ...Task, ...group });

/** `CheckExportStatusFunction`: ask OCP for the state of the job. */
const CheckExportStatus = z.object({
  kind: z.literal('check-export-status'),
  ...Task,
  ...group,
  exportJobId: z.string(),
});

/** `GetExportMetadataFunction`: what OCP says of the recordings of the job as a whole. */
const GetExportMetadata = z.object({
  kind: z.literal('get-export-metadata'),
  ...Task,
  ...group,
  exportJobId: z.string(),
});

/**
 * `NotifyDownloadServiceFunction`: read the listing of the job and send a task for each recording to the downloaders. The
 * token is answered when each call of the window has a result.
 */
const NotifyDownloadService = z.object({
  kind: z.literal('notify-download-service'),
  ...Task,
  ...group,
  exportJobId: z.string(),
});

/** `ProcessParallelResultsFunction`: decide how the window ends, and release the calls that are not stored. */
const ProcessParallelResults = z.object({
  kind: z.literal('process-parallel-results'),
  ...Task,
  /** Results of the two branches. */
  metadataResult: z.unknown(),
  downloadResult: z.unknown(),
});

/** Decide how a window ends that failed, and release its calls. Not in the documents: they have no leases. */
const ReleaseCalls = z.object({
  kind: z.literal('release-calls'),
  ...Task,
  /** The status if neither the export job nor a download says how the window failed. */
  status: FailureStatus.or(z.string().transform((): FailureStatus => 'FAILED_UNEXPECTED_ERROR')),
  reason: z.string(),
});

/** A task of an execution that waits for its answer. */
export const WorkflowTask = z.discriminatedUnion('kind', [
  CreateExportJob,
  CheckExportStatus,
  GetExportMetadata,
  NotifyDownloadService,
  ProcessParallelResults,
  ReleaseCalls,
]);
export type WorkflowTask = z.infer<typeof WorkflowTask>;
export type WorkflowTaskOf<K extends WorkflowTask['kind']> = Extract<WorkflowTask, { kind: K }>;

/** A message of the queue `workflow-tasks`. */
export const WorkflowMessage = z.discriminatedUnion('kind', [...WorkflowTask.options, ExecutionEnded]);
export type WorkflowMessage = z.infer<typeof WorkflowMessage>;
