import { z } from 'zod';

/** Requests to an OCP host that were answered or failed, in one minute. */
const MinuteCount = z.object({ requests: z.number().nonnegative(), outages: z.number().nonnegative() });

/**
 * What all workers know of the outages of an OCP host. An outage is a request that OCP did not answer, or answered with
 * 5xx. Times are epoch milliseconds.
 */
export const SharedBreaker = z.object({
  /** Outages since the last answer. */
  row: z.number().nonnegative(),
  /** The group, if all of these were downloads of one. */
  rowGroup: z.string().optional(),
  /** The latest outages. */
  outagesMs: z.array(z.number()),
  /** By minutes since 1970, the latest ten. */
  minutes: z.record(z.string(), MinuteCount),
  /** Present while the breaker is not closed. After this time one request is sent, to try whether OCP is back. */
  openUntilMs: z.number().optional(),
  /** How long the breaker was opened for. */
  pauseMs: z.number().optional(),
  /** The request that tries whether OCP is back ends before this time. */
  trialUntilMs: z.number().optional(),
});
export type SharedBreaker = z.infer<typeof SharedBreaker>;

export const CLOSED_BREAKER: SharedBreaker = { row: 0, outagesMs: [], minutes: {} };

/** How long no request is sent. */
export type BreakerRules = {
  /** After 5 outages in a row. */
  readonly rowPauseMs: number;
  /** After 10 outages in 5 minutes. */
  readonly burstPauseMs: number;
};

/**
 * How a request ended. `answered`: OCP answered, by a refusal too. `aborted`: its caller gave up before OCP answered.
 * `departureMs` is that of its permit.
 */
export type RequestOutcome = {
  readonly kind: 'answered' | 'outage' | 'aborted';
  readonly departureMs: number;
  /** The group, if the request was a download. */
  readonly downloadOf?: string;
};

/** The breakers of groups whose downloads failed lately. They count no minutes. */
export type DownloadBreakers = Readonly<Record<string, SharedBreaker>>;
