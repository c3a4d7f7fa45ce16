import type { JobEndedEvent } from '../reconciliation/reconciliation-step.ts';
import { type ExportJob, isPolled } from './export-job.ts';
import type { ExportJobCommand } from './export-job-step.ts';

type Closing = Pick<Extract<ExportJobCommand, { type: 'close-reconciliations' }>, 'status' | 'reason'>;

/** What an export job reports to the reconciliations that it closes. */
export const jobEndedOf = (job: ExportJob, { status, reason }: Closing): JobEndedEvent => {
  const { exportId, fromDate, toDate } = job;
  const isFailed = job.phase === 'failed';
  const unknownStatus = isFailed || isPolled(job) ? job.unknownWord : undefined;
  const polls = countPolls(job);
  return {
    type: 'job-ended',
    status,
    reason,
    error: { ...(isFailed && job.error), export: { exportId, fromDate, toDate } },
    ...(polls > 0 && { polls }),
    ...(unknownStatus !== undefined && { unknownStatus }),
  };
};

/** A job that is polled has the number of its next poll. */
const countPolls = (job: ExportJob): number => {
  if (isPolled(job)) return job.pollNumber - 1;
  return 'pollNumber' in job ? job.pollNumber : 0;
};
