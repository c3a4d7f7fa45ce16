import { epochMsOf, shifted, type Timestamp } from '@recordings/call-record';
import { announceCreate } from './create-steps.ts';
import { closingCommands, failJob } from './end-job.ts';
import type { ExportedJob, ExportJob, PolledJob } from './export-job.ts';
import type { ExportJobStep } from './export-job-step.ts';
import type { ExportPolicy } from './export-policy.ts';
import { loseResults } from './lose-results.ts';

/** Does what a job is waiting for, if the message for it is lost or the worker that did it is dead. */
export const nudgeJob = (job: ExportJob, now: Timestamp, policy: ExportPolicy): ExportJobStep => {
  switch (job.phase) {
    case 'intended':
      return job.notBefore > now ? { job, commands: [] } : announceCreate(job, now, policy);
    case 'created':
    case 'polling':
      return sendLostPoll(job, now, policy);
    case 'exported':
      return takeOverDelivery(job, now, policy);
    case 'failed':
    case 'expired':
      return { job, commands: closingCommands(job) };
    default:
      return job satisfies never;
  }
};

/** Whether `at` is so long ago that the worker of it is dead, or further ahead than any wait: a wrong clock wrote it. */
const isOverdue = (
  at: Timestamp,
  now: Timestamp,
  { overdueAfterMs, maxPollDelayMs }: ExportPolicy,
): boolean => shifted(at, overdueAfterMs) <= now || at > shifted(now, maxPollDelayMs + overdueAfterMs);

const sendLostPoll = (job: PolledJob, now: Timestamp, policy: ExportPolicy): ExportJobStep => {
  if (!isOverdue(job.pollDueAt, now, policy)) return { job, commands: [] };
  return {
    job: { ...job, pollDueAt: now },
    commands: [{ type: 'send-poll', number: job.pollNumber, delayMs: 0 }],
  };
};

const takeOverDelivery = (job: ExportedJob, now: Timestamp, policy: ExportPolicy): ExportJobStep => {
  const deliveringMs = epochMsOf(now) - epochMsOf(job.pollDueAt);
  // Its listing could not be read for as long as a job may take: it may be too long for one listing.
  if (deliveringMs >= policy.maxTotalMs + policy.overdueAfterMs) {
    const reason = `its recordings could not be read since ${job.pollDueAt}`;
    if (job.doubt !== undefined) return loseResults(job, reason, now, policy);
    const { pollNumber } = job;
    return failJob(job, { pollNumber, status: 'FAILED_EXPORT_ERROR', reason, isAboutTheJob: true }, now);
  }
  // Another worker is delivering. This one takes over only if that takes too long.
  if (!isOverdue(job.exportedAt, now, policy)) return { job, commands: [] };
  return { job: { ...job, exportedAt: now }, commands: [{ type: 'deliver-results' }] };
};
