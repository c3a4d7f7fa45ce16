import type { BudgetLimit } from '@recordings/reconciliation';

/** Processes that share the budget of one OCP host, what they send, and what goes wrong. Times are in milliseconds. */
export type BudgetLoad = {
  readonly seed: number;
  readonly limit: BudgetLimit;
  readonly downloaders: number;
  /** Downloads that each downloader has in hand all the time. */
  readonly downloadsAtOnce: number;
  readonly groups: number;
  /** The first downloader serves only the last group, and the others the first one. If not, each serves all. */
  readonly ownGroups: boolean;
  readonly workers: number;
  /** Mean time between two control requests of a worker. */
  readonly controlEveryMs: number;
  /** Clocks are wrong by at most this, in both directions. */
  readonly maxSkewMs: number;
  /** Usual time of one request to DynamoDB: from, to. */
  readonly latencyMs: readonly [number, number];
  /** Part of the requests to DynamoDB that take up to 4 s. */
  readonly slowShare: number;
  /** Part of the requests to DynamoDB that fail. */
  readonly failShare: number;
  /** Mean time between two crashes of a process; Infinity: none. */
  readonly crashEveryMs: number;
  /** Part of the requests that leave up to 250 ms late. */
  readonly lateShare: number;
  /** OCP answers no request in this part of the time: from, to. */
  readonly outageMs: readonly [number, number];
  readonly durationMs: number;
};

/** Downloads never end, all is well. */
export const SATURATED: Omit<BudgetLoad, 'downloaders'> = {
  seed: 1,
  limit: { maxRequests: 100, periodMs: 60_000, slackMs: 1_000 },
  downloadsAtOnce: 5,
  groups: 20,
  ownGroups: false,
  workers: 3,
  controlEveryMs: 10_000,
  maxSkewMs: 375,
  latencyMs: [5, 25],
  slowShare: 0,
  failShare: 0,
  crashEveryMs: Number.POSITIVE_INFINITY,
  lateShare: 0,
  outageMs: [0, 0],
  durationMs: 1_200_000,
};
