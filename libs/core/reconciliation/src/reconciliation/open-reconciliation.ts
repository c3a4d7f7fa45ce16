import {
  type GroupId,
  type ReconciliationId,
  shifted,
  type TenantId,
  type Timestamp,
} from '@recordings/call-record';
import type { ReconciliationRequest } from '../messages/reconciliation-request.ts';
import type { Orchestrator } from '../orchestrator.ts';
import type { Priority } from '../priority.ts';
import { RECOVERY_SCHEMA_VERSION, WORKFLOW_SCHEMA_VERSION } from '../schema-version.ts';
import type { CallOutcomes } from './call-outcome.ts';
import { expiryAfter } from './expiry.ts';
import type { ClaimingReconciliation } from './reconciliation.ts';
import type { ReconciliationPolicy } from './reconciliation-step.ts';

/** The calls of a job that no window asked for, already claimed. */
export type FoundCalls = {
  readonly reconciliationId: ReconciliationId;
  readonly tenantId: TenantId;
  readonly groupId: GroupId;
  readonly job: { readonly exportId: string; readonly fromDate: Timestamp; readonly toDate: Timestamp };
  readonly calls: CallOutcomes;
  readonly priority: Priority;
};

/** The first revision of the reconciliation of calls that a job lists and that no window asked for. */
export const openFound = (
  { job, ...found }: FoundCalls,
  now: Timestamp,
  policy: Pick<ReconciliationPolicy, 'leaseMs'>,
): ClaimingReconciliation => {
  const { exportId: batchId, fromDate, toDate } = job;
  return open({ ...found, batchId, fromDate, toDate }, now, policy);
};

/** The first revision of the reconciliation that a request asks for. */
export const openReconciliation = (
  { payload }: ReconciliationRequest,
  now: Timestamp,
  policy: Pick<ReconciliationPolicy, 'leaseMs'>,
  orchestrator?: Orchestrator,
): ClaimingReconciliation => {
  const { reconciliationId, batchId, tenantId, groupId, fromDate, toDate, priority, metadata } = payload;
  const { audioFormat } = metadata;
  return open(
    {
      ...(payload.isSweep && { sweep: {} }),
      ...{ reconciliationId, batchId, tenantId, groupId, fromDate, toDate, priority, calls: {} },
      ...(audioFormat !== undefined && { audioFormat }),
      ...(orchestrator && { orchestrator }),
    },
    now,
    policy,
  );
};

type Opened = Pick<
  ClaimingReconciliation,
  | 'reconciliationId'
  | 'batchId'
  | 'tenantId'
  | 'groupId'
  | 'fromDate'
  | 'toDate'
  | 'priority'
  | 'calls'
  | 'audioFormat'
  | 'sweep'
  | 'orchestrator'
>;

const open = (
  opened: Opened,
  now: Timestamp,
  { leaseMs }: Pick<ReconciliationPolicy, 'leaseMs'>,
): ClaimingReconciliation => ({
  ...opened,
  phase: 'claiming',
  reconciliationStatus: 'IN_PROGRESS',
  leaseUntil: shifted(now, leaseMs),
  createdAt: now,
  lastUpdated: now,
  ...expiryAfter(now),
  schemaVersion: opened.orchestrator ? WORKFLOW_SCHEMA_VERSION : RECOVERY_SCHEMA_VERSION,
  revision: 1,
});
