import type { RetryRule } from '@recordings/call-record';

/** Durations in milliseconds. */
export type SweepPolicy = {
  /** A range is swept when it ended this long ago: OCP repeats a push for 24 hours, and may change an hour for 2 more. */
  readonly settledAfterMs: number;
  /** OCP deletes what is older than its retention less this: an export could not finish. */
  readonly expiryMarginMs: number;
  /** A range that OCP deletes within this time has priority high. */
  readonly urgentMarginMs: number;
  /** Ranges that are swept at the same time, over all groups. A group has one at most. */
  readonly maxRunning: number;
  /** A range without a reconciliation for this long was not published, and is published again. */
  readonly staleAfterMs: number;
  readonly retryRule: RetryRule;
};
