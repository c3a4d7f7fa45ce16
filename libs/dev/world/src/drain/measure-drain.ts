import type { DrainLoad } from './drain-load.ts';
import { DRAIN_BUDGET, DRAIN_CONSTRAINTS } from './drain-settings.ts';
import { type PlayedDrain, playDrain } from './play-drain.ts';

/** How a backlog was recovered. `...Minimum`, `...Bound`: what no system could do better under OCP's limits. */
export type DrainMeasure = {
  readonly calls: number;
  readonly stored: number;
  readonly ocpRequests: number;
  /** Without listing pages. */
  readonly ocpRequestsPerCall: number;
  readonly listingPages: number;
  /** A page holds `pageSize` entries, and a listing has at least one. */
  readonly listingPagesMinimum: number;
  readonly exportJobs: number;
  /** One for each group and longest range. */
  readonly exportJobsMinimum: number;
  readonly drainMinutes: number;
  /** The requests that were sent, at OCP's limit. */
  readonly drainBoundMinutes: number;
  /** Most requests in any budget period. */
  readonly ocpRequestsPeak: number;
};

/** Recovers a backlog in virtual time and measures. */
export const measureDrain = async (load: DrainLoad): Promise<DrainMeasure> => {
  const played = await playDrain(load);
  const ocpRequests = countOf(played, 'ocp.');
  const listingPages = countOf(played, 'ocp.jobRecordings');
  const { maxRequests, periodMs } = DRAIN_BUDGET;
  return {
    calls: load.calls,
    stored: played.stored,
    ocpRequests,
    ocpRequestsPerCall: rounded((ocpRequests - listingPages) / load.calls, 4),
    listingPages,
    listingPagesMinimum: sum(
      played.jobs.map(({ calls }) => Math.max(1, Math.ceil(calls.length / load.pageSize))),
    ),
    exportJobs: played.jobs.length,
    exportJobsMinimum: load.groups * Math.ceil(DAY_MINUTES / DRAIN_CONSTRAINTS.maxRangeMinutes),
    drainMinutes: rounded(played.drainMs / MINUTE_MS, 1),
    drainBoundMinutes: rounded(((ocpRequests / maxRequests) * periodMs) / MINUTE_MS, 1),
    ocpRequestsPeak: played.peak,
  };
};

const MINUTE_MS = 60_000;
/** The calls of a backlog are of one day. */
const DAY_MINUTES = 1_440;

const countOf = ({ requests }: PlayedDrain, prefix: string): number =>
  sum([...requests].filter(([kind]) => kind.startsWith(prefix)).map(([, count]) => count));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
