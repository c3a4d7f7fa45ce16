import type { CallId, GroupId, TenantId, Timestamp } from '@recordings/call-record';
import type { FailureStatus } from '../outcome-code.ts';
import { callsOf } from './call-outcome.ts';
import type { Reconciliation } from './reconciliation.ts';

/** One call that a failed reconciliation did not recover, as the requirement documents report it (SendToDeadLetterQueue). */
export type FailureReport = {
  /** The same for each repetition. */
  readonly id: string;
  /** The message attribute `FailureType`. */
  readonly failureType: FailureStatus;
  readonly body: {
    readonly dialogGroupId: GroupId;
    readonly callId: CallId;
    readonly exportJobId?: string;
    readonly failureReason: string;
    readonly reconciliationStatus: FailureStatus;
    /** The execution of Step Functions; without one, the reconciliation. */
    readonly executionId: string;
    readonly failedAt: Timestamp;
    /** Not in the documents: a call id is unique within its tenant only. */
    readonly tenantId: TenantId;
    readonly messageId: string;
  };
};

/** The reports of a reconciliation that failed; an empty list of any other. */
export const listFailureReports = (reconciliation: Reconciliation): FailureReport[] => {
  if (!('failureReason' in reconciliation)) return [];
  const { reconciliationId, reconciliationStatus, groupId, tenantId, exportJobId, failedAt } = reconciliation;
  const executionId = reconciliation.sfExecutionId ?? reconciliationId;
  return callsOf(reconciliation.calls)
    .filter(([, { outcome }]) => outcome === 'failed')
    .map(([callId, { code, message }]) => {
      const id = `${reconciliationId}/${callId}`;
      const failureReason = [code, message].filter(Boolean).join(': ') || reconciliation.failureReason;
      const job = exportJobId === undefined ? {} : { exportJobId };
      const about = { dialogGroupId: groupId, callId, ...job, failureReason, reconciliationStatus };
      const body = { ...about, executionId, failedAt, tenantId, messageId: id };
      return { id, failureType: reconciliationStatus, body };
    });
};
