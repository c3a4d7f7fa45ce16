import { epochMsOf, type Timestamp } from '@recordings/call-record';
import { closingCommands, expireJob } from './end-job.ts';
import type { ExportJob } from './export-job.ts';
import type { ExportJobStep } from './export-job-step.ts';
import type { ExportPolicy } from './export-policy.ts';

const REASON = 'the registry no longer has the group for the tenant of the export job';

/**
 * Ends a job whose tenant no longer has the group. While the job may run at OCP it keeps the slot: for `jobLifeMs`,
 * unless no POST was sent, or OCP has finished.
 */
export const endOrphan = (job: ExportJob, now: Timestamp, policy: ExportPolicy): ExportJobStep => {
  switch (job.phase) {
    case 'failed':
    case 'expired':
      return { job, commands: closingCommands(job) };
    case 'exported':
      return expireJob(job, REASON, now);
    case 'intended':
      return job.posts === 0 || hasLived(job.notBefore, now, policy)
        ? expireJob(job, REASON, now)
        : { job, commands: [] };
    case 'created':
    case 'polling':
      return hasLived(job.createdAt, now, policy) ? expireJob(job, REASON, now) : { job, commands: [] };
    default:
      return job satisfies never;
  }
};

const hasLived = (since: Timestamp, now: Timestamp, { jobLifeMs }: ExportPolicy): boolean =>
  epochMsOf(now) - epochMsOf(since) >= jobLifeMs;
