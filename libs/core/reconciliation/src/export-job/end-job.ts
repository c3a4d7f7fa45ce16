import { cutText, type Timestamp } from '@recordings/call-record';
import type { EndedJob, ExportedJob, ExportJob, IntendedJob, PolledJob } from './export-job.ts';
import type { ExportJobCommand, ExportJobStep } from './export-job-step.ts';
import { intentOf } from './intend-export.ts';

/** UTF-8 bytes. OCP's own words may be of any length, and the item of the slot has them. */
const MAX_REASON_BYTES = 1_000;

export const cutReason = (reason: string): string => cutText(reason.toWellFormed(), MAX_REASON_BYTES);

type FailedJob = Extract<ExportJob, { phase: 'failed' }>;
export type Failure = Pick<
  FailedJob,
  'pollNumber' | 'status' | 'reason' | 'error' | 'unknownWord' | 'isAboutTheJob'
>;

export const failJob = (
  job: IntendedJob | PolledJob | ExportedJob,
  failure: Failure,
  now: Timestamp,
): ExportJobStep => {
  const reason = cutReason(failure.reason);
  const failed: EndedJob = { ...intentOf(job), phase: 'failed', ...failure, reason, failedAt: now };
  return { job: failed, commands: closingCommands(failed) };
};

export const expireJob = (
  job: IntendedJob | PolledJob | ExportedJob,
  why: string,
  now: Timestamp,
): ExportJobStep => {
  const reason = cutReason(why);
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
