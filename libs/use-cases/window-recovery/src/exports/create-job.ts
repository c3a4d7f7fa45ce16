import type { RegistryGroup } from '@recordings/call-record';
import { codeOf, faultOf } from '@recordings/fault';
import {
  type ExportJob,
  type ExportJobEvent,
  OcpThrottledError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { untilMs } from '../reconciliations/move-reconciliation.ts';

/** Our clocks differ by this at most, and so do ours and OCP's, whole seconds in its listing included. */
export const CLOCK_TOLERANCE_MS = 5_000;

export type IntendedJob = Extract<ExportJob, { phase: 'intended' }>;

/**
 * Asks OCP for the job of an intent. OCP knows no idempotency key: if a POST for this intent may have been sent
 * before, its job is looked for first, so that a lost answer does not make a second one.
 *
 * @returns undefined if the lease of the intent ran out meanwhile: whoever takes over decides how it goes on.
 */
export const createJob = async (
  deps: RecoveryDeps,
  group: RegistryGroup,
  job: IntendedJob,
): Promise<ExportJobEvent | undefined> => {
  const leaseMs = (): number => untilMs(job.notBefore, deps.now()) - CLOCK_TOLERANCE_MS;
  if (leaseMs() <= 0) return undefined;
  // Whatever was sent by then was sent within the lease; nobody else sends before its end.
  const signal = AbortSignal.any([deps.signal, deps.timeoutSignal(leaseMs())]);
  const about = aboutOf(group, job);
  try {
    const lost = job.posts > 1 ? await findLostJob(deps, group, job, signal) : undefined;
    if (lost !== undefined) {
      deps.note({ type: 'export_job_adopted', ...about, exportJobId: lost });
      return { type: 'job-created', jobId: lost };
    }
    // A process can stand still for minutes between any two lines.
    return leaseMs() > 0 ? await post(deps, group, job, signal) : undefined;
  } catch (error) {
    if (deps.signal.aborted) throw error; // The message comes again, to a worker that stays.
    deps.note({ type: 'export_job_create_failed', ...about, err: error, code: codeOf(error) });
    if (untilMs(job.notBefore, deps.now()) === 0) return undefined;
    const message = error instanceof Error ? error.message : String(error);
    const asksToWait = error instanceof OcpThrottledError || error instanceof OcpUnavailableError;
    return {
      type: 'create-failed',
      isRetryable: faultOf(error) !== 'permanent',
      message,
      askedMs: asksToWait ? error.askedMs : undefined,
    };
  }
};

const aboutOf = (
  { name }: RegistryGroup,
  { fromDate, toDate, exportId, reconciliationIds }: IntendedJob,
) => ({
  group: name,
  fromDate,
  toDate,
  exportId,
  windows: reconciliationIds.length,
});

const post = async (
  deps: RecoveryDeps,
  group: RegistryGroup,
  job: IntendedJob,
  signal: AbortSignal,
): Promise<ExportJobEvent | undefined> => {
  const { fromDate, toDate } = job;
  const request = { group: group.name, fromDate, toDate, format: deps.audioFormat };
  const about = aboutOf(group, job);
  const result = await deps.ocpOf(group).createJob(request, signal);
  if (result.kind === 'busy') {
    deps.note({ type: 'export_slot_busy', ...about, runningJobId: result.runningJobId });
    return untilMs(job.notBefore, deps.now()) === 0 ? undefined : { type: 'slot-busy' };
  }
  deps.note({ type: 'export_job_created', ...about, exportJobId: result.exportJobId });
  return { type: 'job-created', jobId: result.exportJobId };
};

const findLostJob = async (
  deps: RecoveryDeps,
  group: RegistryGroup,
  job: IntendedJob,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const jobs = await deps.ocpOf(group).listJobs(group.name, signal);
  const sameInstant = (a: string | undefined, b: string): boolean =>
    a !== undefined && Date.parse(a) === Date.parse(b);
  return jobs.find(
    ({ fromDate, toDate, createdAt, status }) =>
      sameInstant(fromDate, job.fromDate) &&
      sameInstant(toDate, job.toDate) &&
      !['FAILED', 'EXPIRED', 'UNKNOWN'].includes(status) &&
      // A job made before the intent answers an older question: it may lack what has come since.
      (createdAt === undefined || Date.parse(createdAt) >= Date.parse(job.intendedAt) - CLOCK_TOLERANCE_MS),
  )?.exportJobId;
};
