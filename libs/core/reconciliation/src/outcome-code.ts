import { z } from 'zod';

/** How a reconciliation can end without having been completed. */
export const FailureStatus = z.enum([
  'FAILED_EXPORT_ERROR',
  'FAILED_MAX_RETRIES',
  'FAILED_OCP_API_ERROR',
  'FAILED_UNKNOWN_STATUS',
  'FAILED_PARALLEL_ERROR',
  'FAILED_UNEXPECTED_ERROR',
]);
export type FailureStatus = z.infer<typeof FailureStatus>;

/**
 * The codes that a reconciliation itself gives to a call. Besides these, a call that failed to download carries the
 * code of the error, and a rejected recording the reason of its rejection.
 */
export type OutcomeCode =
  /** Stored from this export, or by another path before the download. */
  | 'STORED'
  | 'STORED_BEFORE'
  /** The job covered the call and listed no recording of it. */
  | 'NOT_FOUND'
  /** The job did not cover the call. */
  | 'NOT_COVERED'
  /** The listing lacks the call, and proves no absence; see `ListingVerdict`. */
  | 'LISTING_UNTRUSTED'
  | 'LISTING_INCOMPLETE'
  /** The listing names an error of OCP for the call. */
  | 'OCP_EXPORT_ERROR'
  /** What the listing says of the calls of the window does not fit into its item. */
  | 'WINDOW_FULL'
  /** Another reconciliation holds the call. */
  | 'HELD_ELSEWHERE'
  /** The lease of the reconciliation ended before its export did. */
  | 'LEASE_EXPIRED'
  /** The download had no result when the deadline passed. */
  | 'DOWNLOAD_DEADLINE'
  /** The reconciliation ended and gave the call no code of its own. */
  | 'NOT_RECOVERED'
  /** The export job failed: the status of the reconciliation. */
  | FailureStatus;
