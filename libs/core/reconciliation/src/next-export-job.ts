import { epochMsOf, shifted, type Timestamp } from '@recordings/call-record';
import type { EndedJob, ExportJob, ExportPolicy, PolledJob } from './export-job.ts';
import type { ExportJobCommand, ExportJobEvent, ExportJobStep } from './export-job-step.ts';
import type { ExportPlan } from './plan-export.ts';

/** An export that was decided on and not asked for yet. */
export const intendExport = (exportId: string, plan: ExportPlan, now: Timestamp): ExportJob => ({
  phase: 'intended',
  exportId,
  fromDate: plan.fromDate,
  toDate: plan.toDate,
  reconciliationIds: [...plan.reconciliationIds],
  intendedAt: now,
  notBefore: now,
  failedCreates: 0,
  posts: 0,
});

/**
 * What an event makes of an export job. Pure: the worker writes the job, then executes the commands, and every
 * command may be executed twice. An event that does not fit the phase, a passed poll number for one, changes nothing.
 */
export const nextExportJob = (
  job: ExportJob,
  event: ExportJobEvent,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  switch (event.type) {
    case 'job-created':
      return job.phase === 'intended' ? created(job, event.jobId, now, policy) : unchanged(job);
    case 'slot-busy':
      return job.phase === 'intended'
        ? // The refused POST has certainly made no job.
          heldBack({ ...job, posts: Math.max(0, job.posts - 1) }, policy.busyDelayMs, job.failedCreates, now)
        : unchanged(job);
    case 'create-failed':
      return job.phase === 'intended' ? createFailed(job, event, now, policy) : unchanged(job);
    case 'status-seen':
    case 'status-unreadable':
      return isPolled(job) && job.pollNumber === event.number
        ? polled(job, event, now, policy)
        : unchanged(job);
    case 'results-gone':
      return job.phase === 'exported' ? expired(job, event.message, now) : unchanged(job);
    case 'still-delivering':
      return job.phase === 'exported' && job.exportedAt === event.since
        ? { job: { ...job, exportedAt: now }, commands: [] }
        : unchanged(job);
    case 'nudged':
      return nudged(job, now, policy);
    default:
      return event satisfies never;
  }
};

type IntendedJob = Extract<ExportJob, { phase: 'intended' }>;
type ExportedJob = Extract<ExportJob, { phase: 'exported' }>;
type StatusEvent = Extract<ExportJobEvent, { type: 'status-seen' | 'status-unreadable' }>;

const unchanged = (job: ExportJob): ExportJobStep => ({ job, commands: [] });

const isPolled = (job: ExportJob): job is PolledJob => job.phase === 'created' || job.phase === 'polling';

const created = (
  { notBefore: _, failedCreates: __, posts: ___, ...intent }: IntendedJob,
  jobId: string,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  const delayMs = pollDelayMs(0, policy);
  return {
    job: {
      ...intent,
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

const heldBack = (
  job: IntendedJob,
  delayMs: number,
  failedCreates: number,
  now: Timestamp,
): ExportJobStep => ({
  job: { ...job, notBefore: shifted(now, delayMs), failedCreates },
  commands: [{ type: 'check-group', delayMs }],
});

const createFailed = (
  job: IntendedJob,
  event: Extract<ExportJobEvent, { type: 'create-failed' }>,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  const plannedMs = policy.createRetryDelaysMs[job.failedCreates];
  if (event.isRetryable && plannedMs !== undefined) {
    const delayMs = Math.max(plannedMs, event.askedMs ?? 0);
    return heldBack(job, delayMs, job.failedCreates + 1, now);
  }
  const reason = `export job not created: ${event.message}`;
  const isAboutTheJob = !event.isRetryable;
  return ended(job, { pollNumber: 0, status: 'FAILED_OCP_API_ERROR', reason, isAboutTheJob }, now);
};

const polled = (job: PolledJob, event: StatusEvent, now: Timestamp, policy: ExportPolicy): ExportJobStep => {
  if (event.type === 'status-unreadable') return stillRunning(job, now, policy);
  const failure = { pollNumber: job.pollNumber, reason: event.message, isAboutTheJob: true };
  switch (event.status) {
    case 'COMPLETED':
      return { job: { ...job, phase: 'exported', exportedAt: now }, commands: [{ type: 'deliver-results' }] };
    case 'FAILED':
      return ended(job, { ...failure, status: 'FAILED_EXPORT_ERROR' }, now);
    case 'UNKNOWN':
      return ended(job, { ...failure, status: 'FAILED_UNKNOWN_STATUS' }, now);
    case 'EXPIRED':
      return expired(job, event.message, now);
    case 'CREATED':
    case 'IN_PROGRESS':
      return stillRunning(job, now, policy);
    default:
      return event.status satisfies never;
  }
};

/**
 * A job that still runs after its last poll is given up, and keeps its slot: two must never run where OCP allows one.
 * OCP keeps a job for `jobLifeMs` only; a status that is older, or that nobody can read, holds the slot no longer. If
 * a job did run all the same, OCP's 409 keeps the next one waiting.
 */
const stillRunning = (job: PolledJob, now: Timestamp, policy: ExportPolicy): ExportJobStep => {
  const ageMs = epochMsOf(now) - epochMsOf(job.createdAt);
  const isLate = ageMs >= policy.maxTotalMs;
  if (isLate && ageMs >= policy.jobLifeMs) {
    return expired(job, `export job had not ended after ${job.pollNumber} polls since ${job.createdAt}`, now);
  }
  const givesUp = !job.isAbandoned && (job.pollNumber >= policy.maxPolls || isLate);
  const delayMs = pollDelayMs(job.pollNumber, policy);
  const number = job.pollNumber + 1;
  const next: PolledJob = {
    ...job,
    phase: 'polling',
    pollNumber: number,
    pollDueAt: shifted(now, delayMs),
    isAbandoned: job.isAbandoned || givesUp,
  };
  const poll = { type: 'send-poll', number, delayMs } as const;
  if (!next.isAbandoned) return { job: next, commands: [poll] };
  // With every poll again: a crash may have come before they were closed.
  const reason = `export job still ran after ${job.pollNumber} polls since ${job.createdAt}`;
  return {
    job: next,
    commands: [{ type: 'close-reconciliations', status: 'FAILED_MAX_RETRIES', reason }, poll],
  };
};

/** Delay before poll `number + 1`. */
const pollDelayMs = (number: number, policy: ExportPolicy): number =>
  Math.min(policy.pollDelayMs * policy.pollDelayGrowth ** number, policy.maxPollDelayMs);

/** As long as a job may take, its recordings could not be read: too many, it may be, for one listing. */
const unreadable = (job: ExportedJob, now: Timestamp): ExportJobStep => {
  const reason = `its recordings could not be read since ${job.pollDueAt}`;
  const { pollNumber } = job;
  return ended(job, { pollNumber, status: 'FAILED_EXPORT_ERROR', reason, isAboutTheJob: true }, now);
};

type Failure = Pick<
  Extract<ExportJob, { phase: 'failed' }>,
  'pollNumber' | 'status' | 'reason' | 'isAboutTheJob'
>;

const ended = (
  job: IntendedJob | PolledJob | ExportedJob,
  failure: Failure,
  now: Timestamp,
): ExportJobStep => {
  const over: EndedJob = { ...intentOf(job), phase: 'failed', ...failure, failedAt: now };
  return { job: over, commands: closing(over) };
};

const expired = (job: PolledJob | ExportedJob, reason: string, now: Timestamp): ExportJobStep => {
  const over: EndedJob = {
    ...intentOf(job),
    phase: 'expired',
    pollNumber: job.pollNumber,
    reason,
    failedAt: now,
  };
  return { job: over, commands: closing(over) };
};

const closing = (job: EndedJob): ExportJobCommand[] => [
  {
    type: 'close-reconciliations',
    status: job.phase === 'failed' ? job.status : 'FAILED_EXPORT_ERROR',
    reason: job.reason,
  },
  { type: 'free-slot' },
];

const intentOf = ({ exportId, fromDate, toDate, reconciliationIds, intendedAt }: ExportJob) => ({
  exportId,
  fromDate,
  toDate,
  reconciliationIds,
  intendedAt,
});

const nudged = (job: ExportJob, now: Timestamp, policy: ExportPolicy): ExportJobStep => {
  switch (job.phase) {
    case 'intended':
      if (job.notBefore > now) return unchanged(job);
      // Holds others back for as long as the POST that follows may take.
      return {
        job: { ...job, posts: job.posts + 1, notBefore: shifted(now, policy.createLeaseMs) },
        commands: [{ type: 'create-job' }],
      };
    case 'created':
    case 'polling':
      if (shifted(job.pollDueAt, policy.overdueAfterMs) > now) return unchanged(job);
      return {
        job: { ...job, pollDueAt: now },
        commands: [{ type: 'send-poll', number: job.pollNumber, delayMs: 0 }],
      };
    case 'exported':
      if (epochMsOf(now) - epochMsOf(job.pollDueAt) >= policy.maxTotalMs + policy.overdueAfterMs) {
        return unreadable(job, now);
      }
      // Somebody is delivering; only if that takes too long does another one take over.
      if (shifted(job.exportedAt, policy.overdueAfterMs) > now) return unchanged(job);
      return { job: { ...job, exportedAt: now }, commands: [{ type: 'deliver-results' }] };
    case 'failed':
    case 'expired':
      return { job, commands: closing(job) };
    default:
      return job satisfies never;
  }
};
