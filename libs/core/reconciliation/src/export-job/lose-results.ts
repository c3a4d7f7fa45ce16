import type { Timestamp } from '@recordings/call-record';
import { expireJob } from './end-job.ts';
import type { ExportedJob } from './export-job.ts';
import type { ExportJobStep } from './export-job-step.ts';
import type { ExportPolicy } from './export-policy.ts';
import { pollAgain } from './poll-steps.ts';

/**
 * The listing cannot be read. If OCP's status was unknown, the job may still run: its reconciliations are closed as
 * `FAILED_UNKNOWN_STATUS`, and it keeps its slot until OCP says that it has ended.
 */
export const loseResults = (
  { phase: _, exportedAt: __, verdict: ___, doubt, ...polled }: ExportedJob,
  reason: string,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  const job = { ...polled, phase: 'polling' as const };
  if (doubt === undefined) return expireJob(job, reason, now);
  return pollAgain({ ...job, unknownStatus: doubt, isAbandoned: true }, now, policy);
};
