import type { RegistryGroup } from '@recordings/call-record';
import type { IntendedJob, JobStatusName, OcpJob, OcpPermit } from '@recordings/reconciliation';
import { CLOCK_TOLERANCE_MS } from '../../clock-tolerance.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';

const useless: ReadonlySet<JobStatusName> = new Set(['FAILED', 'EXPIRED', 'ABSENT']);

/** Finds the job that an earlier POST for this intent made. @returns its id at OCP. */
export const findLostJob = async (
  { ocpOf }: Pick<RecoveryDeps, 'ocpOf'>,
  group: RegistryGroup,
  intent: IntendedJob,
  signal: AbortSignal,
  permit?: OcpPermit,
): Promise<string | undefined> => {
  const jobs = await ocpOf(group).listJobs(group.name, signal, permit);
  return jobs.find((job) => isJobOf(intent, job))?.exportJobId;
};

const isJobOf = (intent: IntendedJob, { fromDate, toDate, createdAt, status }: OcpJob): boolean =>
  isSameInstant(fromDate, intent.fromDate) &&
  isSameInstant(toDate, intent.toDate) &&
  !useless.has(status) &&
  // A job that is older than the intent may lack recordings that have appeared since.
  (createdAt === undefined || Date.parse(createdAt) >= Date.parse(intent.intendedAt) - CLOCK_TOLERANCE_MS);

const isSameInstant = (a: string | undefined, b: string): boolean =>
  a !== undefined && Date.parse(a) === Date.parse(b);
