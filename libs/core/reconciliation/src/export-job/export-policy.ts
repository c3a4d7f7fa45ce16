/** Delays and bounds of export jobs. Defaults are the requirement documents': a poll every 5 minutes, 6 polls. */
export type ExportPolicy = {
  readonly pollDelayMs: number;
  /** Each delay is the one before times this, up to `maxPollDelayMs`. */
  readonly pollDelayGrowth: number;
  readonly maxPollDelayMs: number;
  readonly maxPolls: number;
  readonly maxTotalMs: number;
  /** OCP keeps a job of this group for so long. A job that is reported as running for longer no longer holds the slot. */
  readonly jobLifeMs: number;
  readonly busyDelayMs: number;
  readonly createRetryDelaysMs: readonly number[];
  /** Longer than a create request can take: another worker may send one only after it. */
  readonly createLeaseMs: number;
  /** A poll that is late by this much counts as lost. */
  readonly overdueAfterMs: number;
};
