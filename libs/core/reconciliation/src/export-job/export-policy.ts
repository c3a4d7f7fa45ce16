/** Delays and bounds of export jobs. Defaults are the requirement documents': a poll every 5 minutes, 6 polls. */
export type ExportPolicy = {
  readonly pollDelayMs: number;
  /** Each delay is the one before times this, up to `maxPollDelayMs`. */
  readonly pollDelayGrowth: number;
  readonly maxPollDelayMs: number;
  readonly maxPolls: number;
  /** Waits before a poll is repeated that OCP throttled or did not answer in time. After the last one it has failed. */
  readonly pollRetryDelaysMs: readonly number[];
  /** Wait after a poll that failed. */
  readonly failedPollDelayMs: number;
  readonly maxTotalMs: number;
  /** OCP keeps a job of this group for so long. A job that is reported as running for longer no longer holds the slot. */
  readonly jobLifeMs: number;
  readonly busyDelayMs: number;
  readonly createRetryDelaysMs: readonly number[];
  /** Instead of those: after a create that OCP throttled or did not answer in time. */
  readonly overloadedCreateDelaysMs: readonly number[];
  /** Waits before a listing is asked for again that OCP throttled. */
  readonly listingRetryDelaysMs: readonly number[];
  /** Longer than a create request can take: another worker may send one only after it. */
  readonly createLeaseMs: number;
  /** A poll that is late by this much counts as lost. */
  readonly overdueAfterMs: number;
};
