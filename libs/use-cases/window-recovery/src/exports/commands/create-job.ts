import type { RegistryGroup } from '@recordings/call-record';
import { codeOf, faultOf } from '@recordings/fault';
import {
  type ExportJobEvent,
  type IntendedJob,
  isPlanSettled,
  OcpCredentialsError,
  OcpPausedError,
  type OcpPermit,
  ocpWordsOf,
} from '@recordings/reconciliation';
import { CLOCK_TOLERANCE_MS } from '../../clock-tolerance.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import type { AboutCreate } from '../../recovery-event.ts';
import { untilMs } from '../../until-ms.ts';
import { overloadOf } from '../overload-of.ts';
import { findLostJob } from './find-lost-job.ts';

export type CreateDeps = Pick<
  RecoveryDeps,
  'ocpOf' | 'audioFormat' | 'retryRule' | 'now' | 'timeoutSignal' | 'signal' | 'note'
>;

/**
 * Asks OCP for the job of an intent. OCP knows no idempotency key. If an earlier POST for this intent may have been
 * sent, its job is looked for first, so that a lost answer does not make a second job.
 *
 * @param permit for the first request.
 * @returns undefined if the lease of the intent ran out: the worker that takes over decides what happens next.
 */
export const createJob = async (
  deps: CreateDeps,
  group: RegistryGroup,
  job: IntendedJob,
  permit?: OcpPermit,
): Promise<ExportJobEvent | undefined> => {
  const leaseMs = (): number => untilMs(job.notBefore, deps.now()) - CLOCK_TOLERANCE_MS;
  if (leaseMs() <= 0) return undefined;
  // No other worker sends a POST before the lease ends, so this one must have sent its own by then.
  const signal = AbortSignal.any([deps.signal, deps.timeoutSignal(leaseMs())]);
  try {
    const isFirst = job.posts === 1;
    const lost = isFirst ? undefined : await findLostJob(deps, group, job, signal, permit);
    if (lost !== undefined) {
      deps.note({ type: 'export_job_adopted', ...aboutOf(group, job), exportJobId: lost });
      return { type: 'job-created', jobId: lost };
    }
    // The process may have been frozen since the last look at the clock.
    if (leaseMs() <= 0) return undefined;
    if (!isPlanSettled(job, group.exportConstraints, deps.now())) return awaitEnd(deps, job);
    return await post(deps, group, job, signal, isFirst ? permit : undefined);
  } catch (error) {
    // The process stops. The message is delivered again, to another worker.
    if (deps.signal.aborted) throw error;
    const about = aboutOf(group, job);
    deps.note({ type: 'export_job_create_failed', ...about, err: error, code: codeOf(error) });
    return hasLease(deps, job) ? failureOf(deps, error, job) : undefined;
  }
};

const hasLease = ({ now }: Pick<RecoveryDeps, 'now'>, { notBefore }: IntendedJob): boolean =>
  untilMs(notBefore, now()) > 0;

/** A process whose clock was fast has planned this range. OCP would leave out what has not happened yet. */
const awaitEnd = (
  { retryRule }: Pick<RecoveryDeps, 'retryRule'>,
  { posts, notBefore: leaseUntil }: IntendedJob,
): ExportJobEvent =>
  posts === 1
    ? { type: 'create-refused', isTooEarly: true, leaseUntil }
    : {
        type: 'create-postponed',
        delayMs: retryRule.firstFaultDelayMs,
        message: 'the range of the export has not ended',
        leaseUntil,
      };

/** An earlier POST may have made a job, so refused credentials end the intent only if there was none. */
const failureOf = (
  { retryRule }: Pick<RecoveryDeps, 'retryRule'>,
  error: unknown,
  { posts, notBefore: leaseUntil }: IntendedJob,
): ExportJobEvent => {
  if (error instanceof OcpCredentialsError) {
    const { message, heldMs: delayMs = retryRule.firstFaultDelayMs } = error;
    return posts === 1
      ? { type: 'create-refused', leaseUntil }
      : { type: 'create-postponed', delayMs, message, leaseUntil };
  }
  if (error instanceof OcpPausedError) {
    const { message, heldMs: delayMs } = error;
    return { type: 'create-postponed', delayMs, message, leaseUntil };
  }
  return {
    type: 'create-failed',
    leaseUntil,
    isRetryable: faultOf(error) !== 'permanent',
    message: error instanceof Error ? error.message : String(error),
    error: { code: codeOf(error), ...ocpWordsOf(error) },
    ...overloadOf(error),
  };
};

const post = async (
  deps: CreateDeps,
  group: RegistryGroup,
  job: IntendedJob,
  signal: AbortSignal,
  permit: OcpPermit | undefined,
): Promise<ExportJobEvent | undefined> => {
  const { fromDate, toDate } = job;
  const request = {
    ...{ group: group.name, fromDate, toDate, format: job.audioFormat ?? deps.audioFormat },
    ...(job.withCdrs && { withCdrs: true }),
  };
  const about = aboutOf(group, job);
  const result = await deps.ocpOf(group).createJob(request, signal, permit);
  if (result.kind === 'busy') {
    deps.note({ type: 'export_slot_busy', ...about, runningJobId: result.runningJobId });
    return hasLease(deps, job) ? { type: 'slot-busy', leaseUntil: job.notBefore } : undefined;
  }
  deps.note({ type: 'export_job_created', ...about, exportJobId: result.exportJobId });
  const { exportJobId: jobId, readyAt } = result;
  return {
    type: 'job-created',
    jobId,
    ...(readyAt !== undefined && { remainingMs: untilMs(readyAt, deps.now()) }),
  };
};

const aboutOf = (
  { name, tenant: tenantId }: RegistryGroup,
  { fromDate, toDate, exportId, reconciliationIds }: IntendedJob,
): AboutCreate => ({ tenantId, group: name, fromDate, toDate, exportId, windows: reconciliationIds.length });
