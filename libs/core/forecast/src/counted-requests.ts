import json from './counted-requests.json' with { type: 'json' };
import type { Counts } from './request-kinds.ts';

/** What the services request of AWS, by kind, and the bytes that they log. */
export type CountedRequests = {
  /** The commit whose services were counted. */
  readonly revision: string;
  /** For one call whose recording is pushed. */
  readonly pushedCall: Counts;
  /** For one execution of the pooler that finds nothing. */
  readonly emptyExecution: Counts;
  /** For one call whose push is lost, its events included, if its window has `SMALL_WINDOW` calls. */
  readonly recoveredInSmallWindow: Counts;
  /** The same with `LARGE_WINDOW` calls. */
  readonly recoveredInLargeWindow: Counts;
  /** For the recovery of one call, without its events, if its window has `USUAL_WINDOW` calls. */
  readonly recovery: Counts;
  /** Polls of one queue that stays empty, by a reconciler-worker or downloader. */
  readonly idlePollsPerHour: number;
};

export const SMALL_WINDOW = 5;
export const LARGE_WINDOW = 25;
/** 10,000 missing calls a day, most of them in 10 hours, of 20 groups: so many in the 15 minutes between two executions. */
export const USUAL_WINDOW = 12;

/** Counted by `node tools/cost-count.ts`. */
export const countedRequests: CountedRequests = json;
