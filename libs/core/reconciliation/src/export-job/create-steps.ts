import { shifted, type Timestamp } from '@recordings/call-record';
import { type Failure, failJob } from './end-job.ts';
import type { IntendedJob } from './export-job.ts';
import type { ExportJobEvent, ExportJobStep } from './export-job-step.ts';
import type { ExportPolicy } from './export-policy.ts';
import { intentOf } from './intend-export.ts';
import { pollDelayMs } from './poll-steps.ts';

type CreateFailed = Extract<ExportJobEvent, { type: 'create-failed' }>;

export const startPolling = (
  job: IntendedJob,
  { jobId, remainingMs }: Extract<ExportJobEvent, { type: 'job-created' }>,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  const delayMs = pollDelayMs(0, policy, remainingMs);
  return {
    job: {
      ...intentOf(job),
      phase: 'created',
      jobId,
      createdAt: now,
      pollNumber: 1,
      pollDueAt: shifted(now, delayMs),
      isAbandoned: false,
    },
    commands: [{ type: 'send-poll', number: 1, delayMs }],
  };
};

export const waitForSlot = (job: IntendedJob, now: Timestamp, policy: ExportPolicy): ExportJobStep =>
  repeatRefused(job, policy.busyDelayMs, now);

/** Sends the create again after a wait. The refused POST has certainly made no job, so it does not count. */
export const repeatRefused = (job: IntendedJob, delayMs: number, now: Timestamp): ExportJobStep =>
  delayCreate({ ...job, posts: Math.max(0, job.posts - 1) }, delayMs, now);

export const failCreate = (
  job: IntendedJob,
  event: CreateFailed,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  const delaysMs = event.isOverloaded ? policy.overloadedCreateDelaysMs : policy.createRetryDelaysMs;
  const plannedMs = delaysMs[job.failedCreates];
  if (event.isRetryable && plannedMs !== undefined) {
    const delayMs = Math.max(plannedMs, event.askedMs ?? 0);
    return delayCreate({ ...job, failedCreates: job.failedCreates + 1 }, delayMs, now);
  }
  const { message, error, isRetryable } = event;
  return endCreate(job, { message, isAboutTheJob: !isRetryable, ...(error && { error }) }, now);
};

/** Gives the create up. */
export const endCreate = (
  job: IntendedJob,
  { message, ...why }: Pick<Failure, 'isAboutTheJob' | 'error'> & { readonly message: string },
  now: Timestamp,
): ExportJobStep => {
  const reason = `export job not created: ${message}`;
  return failJob(job, { pollNumber: 0, status: 'FAILED_OCP_API_ERROR', reason, ...why }, now);
};

/** Takes the create upon this worker: others wait until `notBefore`, for as long as the POST may take. */
export const announceCreate = (job: IntendedJob, now: Timestamp, policy: ExportPolicy): ExportJobStep => ({
  job: { ...job, posts: job.posts + 1, notBefore: shifted(now, policy.createLeaseMs) },
  commands: [{ type: 'create-job' }],
});

const delayCreate = (job: IntendedJob, delayMs: number, now: Timestamp): ExportJobStep => ({
  job: { ...job, notBefore: shifted(now, delayMs) },
  commands: [{ type: 'check-group', delayMs }],
});
