import { GroupId, ReconciliationId, TenantId, Timestamp } from '@recordings/call-record';
import { type ExportPolicy, Priority, type Reconciliation } from '@recordings/reconciliation';
import { z } from 'zod';

/** The input of an execution: one window. Its calls are on the reconciliation, so that no history of executions has them. */
export const ExecutionInput = z.object({
  version: z.string(),
  reconciliationId: ReconciliationId,
  batchId: z.string(),
  tenantId: TenantId,
  groupId: GroupId,
  fromDate: Timestamp,
  toDate: Timestamp,
  priority: Priority,
  /** Seconds between two polls of the export job. */
  pollDelaySeconds: z.number().int().min(1),
  /** Polls, those that fail included. */
  maxPolls: z.number().int().min(1),
});
export type ExecutionInput = z.infer<typeof ExecutionInput>;

/** Whether Step Functions takes the id as the name of an execution. A window of another publisher may have a longer one. */
export const isExecutionName = (id: ReconciliationId): boolean => /^[\w-]{1,80}$/.test(id);

const EXECUTION_INPUT_VERSION = '1.0';

export const executionInputOf = (
  {
    reconciliationId,
    batchId,
    tenantId,
    groupId,
    fromDate,
    toDate,
    priority,
  }: Pick<
    Reconciliation,
    'reconciliationId' | 'batchId' | 'tenantId' | 'groupId' | 'fromDate' | 'toDate' | 'priority'
  >,
  { pollDelayMs, maxPolls }: Pick<ExportPolicy, 'pollDelayMs' | 'maxPolls'>,
): ExecutionInput => ({
  version: EXECUTION_INPUT_VERSION,
  ...{ reconciliationId, batchId, tenantId, groupId, fromDate, toDate, priority },
  pollDelaySeconds: Math.max(1, Math.ceil(pollDelayMs / 1000)),
  maxPolls,
});
