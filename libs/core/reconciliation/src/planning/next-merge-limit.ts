import type { ExportJob } from '../export-job/export-job.ts';

/**
 * How many windows the next job of a group may serve, after one has ended. One window can make every job fail that
 * includes it, and would fail the windows that are merged with it again and again. So a failure halves the number of
 * merged windows, down to one. A success doubles it, until the limit has no effect any more.
 *
 * @returns undefined: as many as fit into the longest range.
 */
export const nextMergeLimit = (limit: number | undefined, ended: ExportJob): number | undefined => {
  const merged = ended.reconciliationIds.length;
  if (ended.phase === 'failed' && ended.isAboutTheJob) return Math.max(1, Math.floor(merged / 2));
  if (ended.phase !== 'exported' || limit === undefined) return limit;
  return merged < limit ? undefined : limit * 2;
};
