import { type RederivationJob, shifted, type Timestamp } from '@recordings/call-record';
import type { RederivationDeps } from './rederivation-deps.ts';

/** The progress of a run. The range and the rules change if the job begins again. */
export type Progress = Pick<RederivationJob, 'cursor' | 'counts' | 'status'> &
  Partial<Pick<RederivationJob, 'from' | 'to' | 'rules'>>;

/**
 * Stores the progress of a run and renews its lease.
 *
 * @param isLast the run works on the job no longer: its lease ends now.
 * @returns the stored job; undefined if another run has taken the job.
 */
export const saveCheckpoint = (
  { jobs, now, policy }: Pick<RederivationDeps, 'jobs' | 'now' | 'policy'>,
  { tenantId, groupId, owner }: RederivationJob,
  progress: Progress,
  isLast: boolean,
): Promise<RederivationJob | undefined> => {
  const at: Timestamp = now();
  return jobs.change({ tenantId, groupId }, (current) => {
    if (current?.owner !== owner || current.status !== 'running') return { result: undefined };
    const leaseUntil = isLast ? at : shifted(at, policy.leaseMs);
    const next = { ...current, ...progress, leaseUntil, updatedAt: at, revision: current.revision + 1 };
    return { next, result: next };
  });
};
