import type { ExportJob } from './export-job.ts';

/**
 * How many windows the next job of a group may serve, after one has ended. One window can make every job fail that
 * includes it; merged with the same ones again and again, it would keep all of them from ever coming home. So after a
 * failure half as many are merged, down to one; after a success twice as many, until the limit no longer binds.
 *
 * @returns undefined: as many as fit into the longest range.
 */
export const nextMergeLimit = (limit: number | undefined, ended: ExportJob): number | undefined => {
  const merged = ended.reconciliationIds.length;
  if (ended.phase === 'failed' && ended.isAboutTheJob) return Math.max(1, Math.floor(merged / 2));
  if (ended.phase !== 'exported' || limit === undefined) return limit;
  return merged < limit ? undefined : limit * 2;
};
