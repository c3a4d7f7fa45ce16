import type { OcpMetadata, Timestamp } from '@recordings/call-record';
import type { ListingVerdict } from '../listing/listing-verdict.ts';
import type { JobStatusName } from '../ocp/ocp-client.ts';
import type { FailureStatus } from '../outcome-code.ts';
import type { ExportJob, IntendedJob } from './export-job.ts';
import type { JobError } from './job-error.ts';

/** The `notBefore` of the job when the create was sent. Once it has passed, another worker may send one. */
type CreateLease = { readonly leaseUntil: Timestamp };

/** False for a create that another worker has taken over: a process may freeze before it reports how its own ended. */
export const isSentBy = (job: ExportJob, { leaseUntil }: CreateLease): job is IntendedJob =>
  job.phase === 'intended' && job.notBefore === leaseUntil;

export type ExportJobEvent =
  /** `remainingMs`: how long OCP expects the job to run on. */
  | { readonly type: 'job-created'; readonly jobId: string; readonly remainingMs?: number }
  | ({ readonly type: 'slot-busy' } & CreateLease)
  | ({
      readonly type: 'create-failed';
      readonly isRetryable: boolean;
      readonly message: string;
      readonly error?: JobError;
      /** OCP throttled the request, or did not answer in time. */
      readonly isOverloaded?: boolean;
      /** The wait that OCP asked for, if it did. */
      readonly askedMs?: number;
    } & CreateLease)
  /** OCP refused our credentials, or the range has not ended and nothing was sent. No job was made by this POST. */
  | ({ readonly type: 'create-refused'; readonly isTooEarly?: boolean } & CreateLease)
  /** The same, and an earlier POST may have made a job; or a person has paused the requests. */
  | ({ readonly type: 'create-postponed'; readonly delayMs: number; readonly message: string } & CreateLease)
  | {
      readonly type: 'status-seen';
      readonly number: number;
      readonly status: JobStatusName;
      readonly message: string;
      /** OCP's own word for the status. */
      readonly word?: string;
      readonly ocpMetadata?: OcpMetadata;
      readonly remainingMs?: number;
      /** Of a finished job. */
      readonly sizeBytes?: number;
      readonly endedAt?: Timestamp;
    }
  /** The status could not be read. The poll does not count. `isOverloaded`, `askedMs`: as of a failed create. */
  | {
      readonly type: 'status-unreadable';
      readonly number: number;
      readonly isOverloaded?: boolean;
      readonly askedMs?: number;
    }
  /** OCP refused our credentials. The poll does not count; the next one comes after `waitMs`. */
  | {
      readonly type: 'status-refused';
      readonly number: number;
      readonly waitMs: number;
      readonly message: string;
    }
  /** The listing was read and judged. The first verdict stays. */
  | { readonly type: 'listing-judged'; readonly verdict: ListingVerdict }
  /** Every recording was sent to the reconciliation that asked for it. */
  | { readonly type: 'delivered' }
  /** OCP no longer has the job's recordings: it forgot the job, or deleted it. */
  | { readonly type: 'results-gone'; readonly message: string }
  /** OCP refused our credentials. The listing is asked for again after `waitMs`. */
  | { readonly type: 'results-refused'; readonly waitMs: number; readonly message: string }
  /** OCP throttled the listing. It is asked for again after a wait. */
  | { readonly type: 'results-throttled'; readonly askedMs?: number }
  /** The worker that has delivered since that instant still does, so that no other takes over. */
  | { readonly type: 'still-delivering'; readonly since: Timestamp }
  /** Checks whether the job still makes progress: a redelivered message, the watchdog. */
  | { readonly type: 'nudged' }
  /** The registry no longer has the group for the tenant of the job. OCP cannot be asked: no credentials are left. */
  | { readonly type: 'tenant-removed' };

export type ExportJobCommand =
  | { readonly type: 'create-job' }
  | { readonly type: 'send-poll'; readonly number: number; readonly delayMs: number }
  | { readonly type: 'check-group'; readonly delayMs: number }
  | { readonly type: 'deliver-results' }
  /** Closes the reconciliations of the job. Their calls use no attempt. */
  | { readonly type: 'close-reconciliations'; readonly status: FailureStatus; readonly reason: string }
  | { readonly type: 'free-slot' };

export type ExportJobStep = { readonly job: ExportJob; readonly commands: readonly ExportJobCommand[] };
