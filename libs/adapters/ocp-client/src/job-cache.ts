import type { OcpHttp } from './ocp-http.ts';
import { orAborted } from './or-aborted.ts';

/** What was read of the last jobs, so that it is read once and not for each recording of a job. */
export type JobCache<T> = {
  open(http: OcpHttp, exportJobId: string, signal: AbortSignal): Promise<T>;
  /** What was read may be old. The next download reads it again. */
  forget(exportJobId: string): void;
};

type Kept<T> = { readonly value: Promise<T>; readonly signal: AbortSignal };

/**
 * @param read reads what is kept of a job.
 * @param maxJobs jobs that are kept: those that were read last.
 */
export const makeJobCache = <T>(
  maxJobs: number,
  read: (http: OcpHttp, exportJobId: string, signal: AbortSignal) => Promise<T>,
): JobCache<T> => {
  const kept = new Map<string, Kept<T>>();

  const load = async (http: OcpHttp, exportJobId: string, signal: AbortSignal): Promise<T> => {
    const loading = { value: read(http, exportJobId, signal), signal };
    kept.set(exportJobId, loading);
    for (const oldest of [...kept.keys()].slice(0, -maxJobs)) kept.delete(oldest);
    try {
      return await loading.value;
    } catch (error) {
      if (kept.get(exportJobId) === loading) kept.delete(exportJobId);
      throw error;
    }
  };

  const open: JobCache<T>['open'] = async (http, exportJobId, signal) => {
    const known = kept.get(exportJobId);
    if (!known) return load(http, exportJobId, signal);
    try {
      return await orAborted(known.value, signal);
    } catch (error) {
      // The task that began to read it was aborted. That is no error of this one.
      if (signal.aborted || !known.signal.aborted) throw error;
      if (kept.get(exportJobId) === known) kept.delete(exportJobId);
      return open(http, exportJobId, signal);
    }
  };
  return { open, forget: (exportJobId) => void kept.delete(exportJobId) };
};
