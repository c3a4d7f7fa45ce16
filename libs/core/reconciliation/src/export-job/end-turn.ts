import { nextMergeLimit } from '../planning/next-merge-limit.ts';
import { nextRangeLimit } from '../planning/range-limit.ts';
import type { ExportSlot, TenantShare } from './export-group.ts';
import type { ExportJob } from './export-job.ts';
import { type EndContext, nextHold } from './hold-back.ts';

/** The slot after its job has ended: it is free, and the tenant of the job was served last. */
export const endTurn = (
  { job, ...slot }: ExportSlot & { readonly job: ExportJob },
  context: EndContext,
): ExportSlot => {
  const revision = slot.revision + 1;
  const share = shareAfter(slot.shares?.[job.tenantId], job, context);
  const mergeLimit = nextMergeLimit(share.mergeLimit, job);
  const rangeLimit = nextRangeLimit(share.rangeLimit, job, context.now);
  const next = { ...share, servedAtRevision: revision, mergeLimit, rangeLimit };
  return { ...slot, shares: { ...slot.shares, [job.tenantId]: next }, revision };
};

/** The share of the tenant of a job that has ended: whether its exports wait. */
export const shareAfter = (
  known: TenantShare | undefined,
  job: ExportJob,
  context: EndContext,
): TenantShare => {
  const { failures: _, heldUntil: __, refusedCredentials: ___, ...share } = known ?? NEVER_SERVED;
  return { ...share, ...nextHold(known, job, context) };
};

const NEVER_SERVED: TenantShare = { servedAtRevision: 0 };
