import type { BudgetLoad } from './budget-load.ts';
import { playBudget } from './play-budget.ts';

/** How a budget was used. Waits are in seconds. */
export type BudgetMeasure = {
  readonly downloaders: number;
  /** Requests that were sent, as a part of what the limit allows. */
  readonly usedPercent: number;
  /** Most requests in any period. */
  readonly peak: number;
  readonly controlWaitMeanS: number;
  readonly controlWaitMaxS: number;
  readonly writesPerSecond: number;
  readonly lostWritesPerSecond: number;
  readonly readsPerSecond: number;
  readonly missedDepartures: number;
};

/** Plays a load and measures. */
export const measureBudget = async (load: BudgetLoad): Promise<BudgetMeasure> => {
  const { requests, controlWaitsMs, missed, writes, lostWrites, reads } = await playBudget(load);
  const { maxRequests, periodMs } = load.limit;
  const seconds = load.durationMs / 1_000;
  const meanMs = controlWaitsMs.reduce((sum, waitMs) => sum + waitMs, 0) / Math.max(1, controlWaitsMs.length);
  return {
    downloaders: load.downloaders,
    usedPercent: round((100 * requests.count()) / ((load.durationMs / periodMs) * maxRequests)),
    peak: requests.peak(periodMs),
    controlWaitMeanS: round(meanMs / 1_000),
    controlWaitMaxS: round(Math.max(0, ...controlWaitsMs) / 1_000),
    writesPerSecond: round(writes / seconds),
    lostWritesPerSecond: round(lostWrites / seconds),
    readsPerSecond: round(reads / seconds),
    missedDepartures: missed,
  };
};

const round = (value: number): number => Math.round(value * 100) / 100;
