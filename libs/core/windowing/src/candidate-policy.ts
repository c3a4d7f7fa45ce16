/** When a call of the index is recovered. All in milliseconds, but `includeFailed` and `promptAttempts`. */
export type CandidatePolicy = {
  /** Time that the push has after we learned of a call's end. */
  readonly bufferMs: number;
  /** Calls that started longer ago have priority low. */
  readonly lookbackMs: number;
  /**
   * A call whose CDR end never came counts as ended this long after its start, or at half of the time that OCP keeps its
   * recording, if that is sooner. It must also be known for this long, unless OCP deletes it within `urgentMarginMs`.
   */
  readonly missingEndAfterMs: number;
  /** A queued or claimed call whose record did not change for this long is checked against its reconciliation. */
  readonly staleAfterMs: number;
  /** Whether calls whose last recovery failed are tried again. */
  readonly includeFailed: boolean;
  /** Calls that OCP deletes within this time have priority high. */
  readonly urgentMarginMs: number;
  /** Calls that OCP deletes within this time are given up: an export could not finish. */
  readonly expiryMarginMs: number;
  /** Answers about a call after which it is asked for by the daily schedule, with priority low. */
  readonly promptAttempts: number;
};
