import { type JobCache, makeJobCache } from '../job-cache.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { findArchive } from './find-archive.ts';
import { type JobArchive, openArchive } from './open-archive.ts';

/** Directories that are kept. The downloads of a job come one after the other. */
export const MAX_KEPT_ARCHIVES = 4;

/** The archives of the last jobs, with the directory of each. */
export type ArchiveCache = JobCache<JobArchive>;

export const makeArchiveCache = (): ArchiveCache => makeJobCache(MAX_KEPT_ARCHIVES, readArchive);

const readArchive = async (http: OcpHttp, exportJobId: string, signal: AbortSignal): Promise<JobArchive> => {
  const reading = openArchive(http, await findArchive(http, exportJobId, signal), signal);
  for (;;) {
    const { done, value } = await reading.next();
    if (done === true) return value;
  }
};
