import type { OcpHttp } from '../ocp-http.ts';
import { orAborted } from '../or-aborted.ts';
import { findArchive } from './find-archive.ts';
import { type JobArchive, openArchive } from './open-archive.ts';

/** Directories that are kept. The downloads of a job come one after the other. */
export const MAX_KEPT_ARCHIVES = 4;

/** The archives of the last jobs, so that the directory of each is read once and not for each of its recordings. */
export type ArchiveCache = {
  open(http: OcpHttp, exportJobId: string, signal: AbortSignal): Promise<JobArchive>;
  /** The archive may have changed. The next download reads its directory again. */
  forget(exportJobId: string): void;
};

type Kept = { readonly archive: Promise<JobArchive>; readonly signal: AbortSignal };

export const makeArchiveCache = (): ArchiveCache => {
  const kept = new Map<string, Kept>();

  const load = async (http: OcpHttp, exportJobId: string, signal: AbortSignal): Promise<JobArchive> => {
    const loading = { archive: readArchive(http, exportJobId, signal), signal };
    kept.set(exportJobId, loading);
    for (const oldest of [...kept.keys()].slice(0, -MAX_KEPT_ARCHIVES)) kept.delete(oldest);
    try {
      return await loading.archive;
    } catch (error) {
      if (kept.get(exportJobId) === loading) kept.delete(exportJobId);
      throw error;
    }
  };

  const open: ArchiveCache['open'] = async (http, exportJobId, signal) => {
    const known = kept.get(exportJobId);
    if (!known) return load(http, exportJobId, signal);
    try {
      return await orAborted(known.archive, signal);
    } catch (error) {
      // The task that began to read it was aborted. That is no error of this one.
      if (signal.aborted || !known.signal.aborted) throw error;
      if (kept.get(exportJobId) === known) kept.delete(exportJobId);
      return open(http, exportJobId, signal);
    }
  };
  return { open, forget: (exportJobId) => void kept.delete(exportJobId) };
};

const readArchive = async (http: OcpHttp, exportJobId: string, signal: AbortSignal): Promise<JobArchive> => {
  const reading = openArchive(http, await findArchive(http, exportJobId, signal), signal);
  for (;;) {
    const { done, value } = await reading.next();
    if (done === true) return value;
  }
};
