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
  if (event.type === 'status-unreadable') return repeatPoll(job, event, now, policy);
  const { message, word } = event;
  const { pollRetries: _, ...answered } = job;
  const error = { errorMessage: cutReason(message) };
  const failure = { pollNumber: job.pollNumber, reason: message, error, isAboutTheJob: true };
  const unknown = { ...(word !== undefined && { unknownWord: cutReason(word) }) };
  switch (event.status) {
    case 'COMPLETED':
      return exportJob(answered, event, now);
    case 'FAILED':
      return failJob(job, { ...failure, status: 'FAILED_EXPORT_ERROR' }, now);
    case 'ABSENT':
      return failJob(job, { ...failure, ...unknown, status: 'FAILED_UNKNOWN_STATUS' }, now);
    case 'UNKNOWN':
      // A word that we do not know is no evidence: the job counts as running.
      return pollAgain({ ...answered, unknownStatus: cutReason(message), ...unknown }, now, policy);
    case 'EXPIRED':
      return expireJob(job, message, now);
    case 'CREATED':
    case 'IN_PROGRESS':
      return pollAgain(
        { ...answered, unknownStatus: undefined, unknownWord: undefined },
        now,
        policy,
        pollDelayMs(countedPolls(job), policy, event.remainingMs),
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
    // The state machine decides how long its window waits for the job: a poll that was repeated counts here only.
    isAbandoned: job.isAbandoned && job.orchestrator === undefined,
    ...(ocpMetadata && { ocpMetadata }),
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(endedAt !== undefined && { endedAt }),
  },
  commands: [{ type: 'deliver-results' }],
});

/** Repeats a poll whose answer could not be read. It does not count, but time goes on. */
const repeatPoll = (
  { pollRetries = 0, ...job }: PolledJob,
  { isOverloaded = false, askedMs = 0 }: Extract<PollEvent, { type: 'status-unreadable' }>,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  const failed = { ...job, failedPolls: (job.failedPolls ?? 0) + 1 };
  const retryMs = isOverloaded ? policy.pollRetryDelaysMs[pollRetries] : undefined;
  if (retryMs !== undefined)
    return pollAgain({ ...failed, pollRetries: pollRetries + 1 }, now, policy, Math.max(retryMs, askedMs));
  // Only its slot depends on an abandoned job.
  if (job.isAbandoned) return pollAgain(failed, now, policy);
  return pollAgain(failed, now, policy, Math.max(policy.failedPollDelayMs, askedMs));
};

/** Polls that OCP answered, and the one that is due. */
const countedPolls = ({ pollNumber, refusedPolls = 0, failedPolls = 0 }: PolledJob): number =>
  pollNumber - refusedPolls - failedPolls;

/** The shortest wait before the first poll. It grows before each further one, so that wrong estimates do not use all polls up. */
const SHORTEST_DELAY_MS = 10_000;
const SHORTEST_GROWTH = 3;

/**
 * Delay before poll `number + 1`: as planned, or as long as OCP expects the job to run on, within bounds.
 *
 * @param remainingMs what OCP expects.
 */
export const pollDelayMs = (number: number, policy: ExportPolicy, remainingMs?: number): number => {
  const plannedMs = Math.min(policy.pollDelayMs * policy.pollDelayGrowth ** number, policy.maxPollDelayMs);
  if (remainingMs === undefined) return plannedMs;
  const shortestMs = Math.min(SHORTEST_DELAY_MS * SHORTEST_GROWTH ** number, plannedMs);
  return Math.min(Math.max(remainingMs, shortestMs), policy.maxPollDelayMs);
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
  delayMs = pollDelayMs(countedPolls(job), policy),
): ExportJobStep => {
  const ageMs = epochMsOf(now) - epochMsOf(job.createdAt);
  const isLate = ageMs >= policy.maxTotalMs;
  if (isLate && ageMs >= policy.jobLifeMs) {
    const reason = `export job had not ended after ${job.pollNumber} polls since ${job.createdAt}`;
    return expireJob(job, reason, now);
  }
  const number = job.pollNumber + 1;
  const waitMs = Math.min(delayMs, policy.maxPollDelayMs);
  const isAbandoned = job.isAbandoned || countedPolls(job) >= policy.maxPolls || isLate;
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
    pollDueAt: shifted(now, waitMs),
    isAbandoned,
  };
  const poll = { type: 'send-poll', number, delayMs: waitMs } as const;
  if (!isAbandoned) return { job: next, commands: [poll] };
  // Repeated with every poll: a worker may have crashed before it closed them.
  const reason = `export job still ran after ${job.pollNumber} polls since ${job.createdAt}`;
  const status = job.unknownStatus === undefined ? 'FAILED_MAX_RETRIES' : 'FAILED_UNKNOWN_STATUS';
  return { job: next, commands: [{ type: 'close-reconciliations', status, reason }, poll] };
};
