import type { Timestamp } from '@recordings/call-record';
import type { EndedJob, ExportedJob, ExportJob, IntendedJob, PolledJob } from './export-job.ts';
import type { ExportJobCommand, ExportJobStep } from './export-job-step.ts';
import { intentOf } from './intend-export.ts';

type FailedJob = Extract<ExportJob, { phase: 'failed' }>;
export type Failure = Pick<FailedJob, 'pollNumber' | 'status' | 'reason' | 'isAboutTheJob'>;

export const failJob = (
  job: IntendedJob | PolledJob | ExportedJob,
  failure: Failure,
  now: Timestamp,
): ExportJobStep => {
  const failed: EndedJob = { ...intentOf(job), phase: 'failed', ...failure, failedAt: now };
  return { job: failed, commands: closingCommands(failed) };
};

export const expireJob = (
  job: IntendedJob | PolledJob | ExportedJob,
  reason: string,
  now: Timestamp,
): ExportJobStep => {
  const pollNumber = job.phase === 'intended' ? 0 : job.pollNumber;
  const expired: EndedJob = { ...intentOf(job), phase: 'expired', pollNumber, reason, failedAt: now };
  return { job: expired, commands: closingCommands(expired) };
};

/** What an ended job leaves to do. After a crash it is done again. */
export const closingCommands = (job: EndedJob): ExportJobCommand[] => [
  {
    type: 'close-reconciliations',
    status: job.phase === 'failed' ? job.status : 'FAILED_EXPORT_ERROR',
    reason: job.reason,
  },
  { type: 'free-slot' },
];
