import type { Timestamp } from '@recordings/call-record';
import type { ExportPlan } from '../planning/plan-export.ts';
import { type ExportJob, PHASE_FIELDS } from './export-job.ts';

/** An export that is planned and was not asked for yet. */
export const intendExport = (exportId: string, plan: ExportPlan, now: Timestamp): ExportJob => ({
  phase: 'intended',
  exportId,
  tenantId: plan.tenantId,
  fromDate: plan.fromDate,
  toDate: plan.toDate,
  reconciliationIds: [...plan.reconciliationIds],
  ...(plan.audioFormat !== undefined && { audioFormat: plan.audioFormat }),
  ...(plan.withCdrs && { withCdrs: true }),
  ...(plan.orchestrator && { orchestrator: plan.orchestrator }),
  intendedAt: now,
  notBefore: now,
  failedCreates: 0,
  posts: 0,
});

type Intent = Pick<
  ExportJob,
  | 'exportId'
  | 'tenantId'
  | 'fromDate'
  | 'toDate'
  | 'reconciliationIds'
  | 'intendedAt'
  | 'audioFormat'
  | 'withCdrs'
  | 'orchestrator'
>;

/** The fields that every phase of a job keeps, and those that only a newer version knows. */
export const intentOf = (job: ExportJob): Intent =>
  Object.fromEntries(Object.entries(job).filter(([field]) => !PHASE_FIELDS.has(field))) as Intent;
