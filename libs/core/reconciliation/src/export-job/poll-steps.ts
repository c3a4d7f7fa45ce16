import { epochMsOf, shifted, type Timestamp } from '@recordings/call-record';
import { cutReason, expireJob, failJob } from './end-job.ts';
import type { PolledJob } from './export-job.ts';
import type { ExportJobEvent, ExportJobStep } from './export-job-step.ts';
import type { ExportPolicy } from './export-policy.ts';

type PollEvent = Extract<ExportJobEvent, { type: 'status-seen' | 'status-unreadable' }>;

export const takePoll = (
  job: PolledJob,
  event: PollEvent,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  if (event.type === 'status-unreadable') return pollAgain(job, now, policy);
  const { message, word } = event;
  const error = { errorMessage: cutReason(message) };
  const failure = { pollNumber: job.pollNumber, reason: message, error, isAboutTheJob: true };
  const unknown = { ...(word !== undefined && { unknownWord: cutReason(word) }) };
  switch (event.status) {
    case 'COMPLETED':
      return exportJob(job, event, now);
    case 'FAILED':
      return failJob(job, { ...failure, status: 'FAILED_EXPORT_ERROR' }, now);
    case 'ABSENT':
      return failJob(job, { ...failure, ...unknown, status: 'FAILED_UNKNOWN_STATUS' }, now);
    case 'UNKNOWN':
      // A word that we do not know is no evidence: the job counts as running.
      return pollAgain({ ...job, unknownStatus: cutReason(message), ...unknown }, now, policy);
    case 'EXPIRED':
      return expireJob(job, message, now);
    case 'CREATED':
    case 'IN_PROGRESS':
      return pollAgain(
        { ...job, unknownStatus: undefined, unknownWord: undefined },
        now,
        policy,
        event.remainingMs,
      );
    default:
      return event.status satisfies never;
  }
};

const exportJob = (
  job: PolledJob,
  { ocpMetadata, sizeBytes, endedAt }: Extract<PollEvent, { type: 'status-seen' }>,
  now: Timestamp,
): ExportJobStep => ({
  job: {
    ...job,
    phase: 'exported',
    exportedAt: now,
    ...(ocpMetadata && { ocpMetadata }),
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(endedAt !== undefined && { endedAt }),
  },
  commands: [{ type: 'deliver-results' }],
});

/** OCP's estimate shortens the waits before so many polls, so that wrong estimates do not use all polls up. */
const ESTIMATED_POLLS = 2;
const SHORTEST_DELAY_MS = 10_000;

/** Delay before poll `number + 1`. @param remainingMs how long OCP expects the job to run on. */
export const pollDelayMs = (number: number, policy: ExportPolicy, remainingMs?: number): number => {
  const plannedMs = Math.min(policy.pollDelayMs * policy.pollDelayGrowth ** number, policy.maxPollDelayMs);
  if (remainingMs === undefined || number >= ESTIMATED_POLLS) return plannedMs;
  return Math.min(plannedMs, Math.max(remainingMs, SHORTEST_DELAY_MS));
};

/**
 * Plans the next poll. After the last one the reconciliations are closed, and the job keeps its slot: two jobs must
 * never run where OCP allows one. OCP keeps a job for `jobLifeMs` only, so an older job, or one whose status stays
 * unreadable for so long, gives its slot back. If it still runs, OCP refuses the next job with 409.
 *
 * If OCP's last word was unknown, the job may have ended: its listing is tried before its reconciliations are closed.
 */
export const pollAgain = (
  job: PolledJob,
  now: Timestamp,
  policy: ExportPolicy,
  remainingMs?: number,
): ExportJobStep => {
  const ageMs = epochMsOf(now) - epochMsOf(job.createdAt);
  const isLate = ageMs >= policy.maxTotalMs;
  if (isLate && ageMs >= policy.jobLifeMs) {
    const reason = `export job had not ended after ${job.pollNumber} polls since ${job.createdAt}`;
    return expireJob(job, reason, now);
  }
  const delayMs = pollDelayMs(job.pollNumber, policy, remainingMs);
  const number = job.pollNumber + 1;
  const isAbandoned =
    job.isAbandoned || job.pollNumber - (job.refusedPolls ?? 0) >= policy.maxPolls || isLate;
  // Only once: after that it is abandoned.
  if (isAbandoned && !job.isAbandoned && job.unknownStatus !== undefined) {
    const { unknownStatus: doubt, ...polled } = job;
    return {
      job: { ...polled, phase: 'exported', exportedAt: now, doubt },
      commands: [{ type: 'deliver-results' }],
    };
  }
  const next: PolledJob = {
    ...job,
    phase: 'polling',
    pollNumber: number,
    pollDueAt: shifted(now, delayMs),
    isAbandoned,
  };
  const poll = { type: 'send-poll', number, delayMs } as const;
  if (!isAbandoned) return { job: next, commands: [poll] };
  // Repeated with every poll: a worker may have crashed before it closed them.
  const reason = `export job still ran after ${job.pollNumber} polls since ${job.createdAt}`;
  const status = job.unknownStatus === undefined ? 'FAILED_MAX_RETRIES' : 'FAILED_UNKNOWN_STATUS';
  return { job: next, commands: [{ type: 'close-reconciliations', status, reason }, poll] };
};
