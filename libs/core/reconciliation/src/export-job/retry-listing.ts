import { shifted, type Timestamp } from '@recordings/call-record';
import type { ExportedJob } from './export-job.ts';
import type { ExportJobEvent, ExportJobStep } from './export-job-step.ts';
import type { ExportPolicy } from './export-policy.ts';

/**
 * Has a throttled listing asked for again after its next wait, at most the longest wait of a poll. No worker waits: a message comes when the delivery is
 * overdue. After the last wait the watchdog goes on.
 */
export const retryListing = (
  job: ExportedJob,
  { askedMs = 0 }: Extract<ExportJobEvent, { type: 'results-throttled' }>,
  now: Timestamp,
  { listingRetryDelaysMs, overdueAfterMs, maxPollDelayMs }: ExportPolicy,
): ExportJobStep => {
  const { listingRetries = 0, ...again } = job;
  const plannedMs = listingRetryDelaysMs[listingRetries];
  if (plannedMs === undefined) return { job: { ...again, exportedAt: now }, commands: [] };
  const delayMs = Math.min(Math.max(plannedMs, askedMs), maxPollDelayMs);
  return {
    job: {
      ...again,
      listingRetries: listingRetries + 1,
      exportedAt: shifted(now, delayMs - overdueAfterMs),
    },
    commands: [{ type: 'check-group', delayMs }],
  };
};
