import { nextMergeLimit } from '../planning/next-merge-limit.ts';
import type { ExportSlot } from './export-group.ts';
import type { ExportJob } from './export-job.ts';

/** The slot after its job has ended: it is free, and the tenant of the job was served last. */
export const endTurn = ({ job, ...slot }: ExportSlot & { readonly job: ExportJob }): ExportSlot => {
  const revision = slot.revision + 1;
  const share = slot.shares?.[job.tenantId];
  const mergeLimit = nextMergeLimit(share?.mergeLimit, job);
  const shares = { ...slot.shares, [job.tenantId]: { ...share, servedAtRevision: revision, mergeLimit } };
  return { ...slot, shares, revision };
};
