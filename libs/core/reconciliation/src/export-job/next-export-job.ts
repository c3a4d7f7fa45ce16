import type { Timestamp } from '@recordings/call-record';
import type { ListingVerdict } from '../listing/listing-verdict.ts';
import { failCreate, startPolling, waitForSlot } from './create-steps.ts';
import { endOrphan } from './end-orphan.ts';
import { type ExportJob, isPolled } from './export-job.ts';
import { type ExportJobEvent, type ExportJobStep, isSentBy } from './export-job-step.ts';
import type { ExportPolicy } from './export-policy.ts';
import { loseResults } from './lose-results.ts';
import { nudgeJob } from './nudge-job.ts';
import { takePoll } from './poll-steps.ts';
import { awaitCredentials } from './refused-steps.ts';
import { retryListing } from './retry-listing.ts';

/**
 * The next state of an export job, and the commands to execute. Pure: the worker writes the job, then executes the
 * commands, and every command may be executed twice. An event that does not fit the phase changes nothing, for example
 * a poll with the number of an earlier one.
 */
export const nextExportJob = (
  job: ExportJob,
  event: ExportJobEvent,
  now: Timestamp,
  policy: ExportPolicy,
): ExportJobStep => {
  switch (event.type) {
    case 'job-created':
      return job.phase === 'intended' ? startPolling(job, event, now, policy) : keep(job);
    case 'slot-busy':
      return isSentBy(job, event) ? waitForSlot(job, now, policy) : keep(job);
    case 'create-failed':
      return isSentBy(job, event) ? failCreate(job, event, now, policy) : keep(job);
    case 'create-refused':
    case 'create-postponed':
    case 'status-refused':
    case 'results-refused':
      return awaitCredentials(job, event, now, policy) ?? keep(job);
    case 'status-seen':
    case 'status-unreadable':
      return isPolled(job) && job.pollNumber === event.number ? takePoll(job, event, now, policy) : keep(job);
    case 'listing-judged':
      return keep(addVerdict(job, event.verdict));
    case 'delivered':
      return job.phase === 'exported' ? { job, commands: [{ type: 'free-slot' }] } : keep(job);
    case 'results-gone':
      return job.phase === 'exported' ? loseResults(job, event.message, now, policy) : keep(job);
    case 'results-throttled':
      return job.phase === 'exported' ? retryListing(job, event, now, policy) : keep(job);
    case 'still-delivering':
      return keep(showLife(job, event.since, now));
    case 'nudged':
      return nudgeJob(job, now, policy);
    case 'tenant-removed':
      return endOrphan(job, now, policy);
    default:
      return event satisfies never;
  }
};

/** A delivery that another worker has taken over shows nothing. */
const showLife = (job: ExportJob, since: Timestamp, now: Timestamp): ExportJob =>
  job.phase === 'exported' && job.exportedAt === since ? { ...job, exportedAt: now } : job;

/** The first verdict stays. */
const addVerdict = (job: ExportJob, verdict: ListingVerdict): ExportJob =>
  job.phase === 'exported' && job.verdict === undefined ? { ...job, verdict } : job;

const keep = (job: ExportJob): ExportJobStep => ({ job, commands: [] });
