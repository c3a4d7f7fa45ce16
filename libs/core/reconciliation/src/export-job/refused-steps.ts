import { epochMsOf, shifted, type Timestamp } from '@recordings/call-record';
import { endCreate, repeatRefused } from './create-steps.ts';
import { expireJob } from './end-job.ts';
import {
  type ExportedJob,
  type ExportJob,
  type IntendedJob,
  isPolled,
  type PolledJob,
} from './export-job.ts';
import { type ExportJobEvent, type ExportJobStep, isSentBy } from './export-job-step.ts';
import type { ExportPolicy } from './export-policy.ts';

type Refused<T> = Extract<ExportJobEvent, { type: T }>;

/** The step after OCP refused our credentials, or a range has not ended. @returns undefined if the event does not fit the phase. */
export const awaitCredentials = (
  job: ExportJob,
  event: Refused<'create-refused' | 'create-postponed' | 'status-refused' | 'results-refused'>,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep | undefined => {
  switch (event.type) {
    case 'create-refused':
      // Its windows go on waiting, and the slot is free for other tenants.
      return isSentBy(job, event)
        ? {
            job: { ...job, ...(event.isTooEarly && { isTooEarly: true }) },
            commands: [{ type: 'free-slot' }],
          }
        : undefined;
    case 'create-postponed':
      return isSentBy(job, event) ? postponeCreate(job, event, now, policy) : undefined;
    case 'status-refused':
      return isPolled(job) && job.pollNumber === event.number
        ? refusePoll(job, event, now, policy)
        : undefined;
    case 'results-refused':
      return job.phase === 'exported' ? refuseResults(job, event, now, policy) : undefined;
    default:
      return event satisfies never;
  }
};

/**
 * Waits until OCP accepts our credentials, or the range has ended. A job that an earlier POST made may run for `jobLifeMs`; after that the windows
 * of other tenants need the slot.
 */
const postponeCreate = (
  job: IntendedJob,
  { delayMs, message }: Refused<'create-postponed'>,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  if (epochMsOf(now) - epochMsOf(job.intendedAt) < policy.jobLifeMs) return repeatRefused(job, delayMs, now);
  return endCreate(job, { message, isAboutTheJob: false }, now);
};

/**
 * Polls the job again after the wait, or after the longest wait of a poll: until then the client sends no request. Its windows
 * wait too, until OCP cannot have the job any longer.
 */
const refusePoll = (
  job: PolledJob,
  { waitMs, message }: Refused<'status-refused'>,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  if (isOutlived(job, now, policy)) return expireJob(job, message, now);
  const number = job.pollNumber + 1;
  const delayMs = Math.min(waitMs, policy.maxPollDelayMs);
  return {
    job: {
      ...job,
      phase: 'polling',
      pollNumber: number,
      pollDueAt: shifted(now, delayMs),
      refusedPolls: (job.refusedPolls ?? 0) + 1,
    },
    commands: [{ type: 'send-poll', number, delayMs }],
  };
};

/** The watchdog tries again to deliver once `exportedAt` is overdue. */
const refuseResults = (
  job: ExportedJob,
  { waitMs, message }: Refused<'results-refused'>,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  if (isOutlived(job, now, policy)) return expireJob(job, message, now);
  const delayMs = Math.min(waitMs, policy.maxPollDelayMs);
  const exportedAt = shifted(now, Math.max(0, delayMs - policy.overdueAfterMs));
  // The time that a delivery may take counts from here.
  return { job: { ...job, exportedAt, pollDueAt: exportedAt }, commands: [] };
};

const isOutlived = (
  { createdAt }: PolledJob | ExportedJob,
  now: Timestamp,
  { jobLifeMs }: ExportPolicy,
): boolean => epochMsOf(now) - epochMsOf(createdAt) >= jobLifeMs;
