import type { WorldResult } from '../rules/judge-world.ts';

/** The sums over all worlds; `budgetPeak` is the highest of any world. */
export type Totals = {
  readonly worlds: number;
  readonly calls: number;
  readonly stored: number;
  readonly explained: number;
  readonly unheardOf: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly moved: number;
  readonly ocpRequests: number;
  /** Most OCP requests in any 60 s. */
  readonly budgetPeak: number;
  readonly virtualHours: number;
  readonly faults: number;
  readonly broken: readonly { readonly seed: number; readonly promises: readonly string[] }[];
};

export const NO_TOTALS: Totals = {
  worlds: 0,
  calls: 0,
  stored: 0,
  explained: 0,
  unheardOf: 0,
  lost: 0,
  duplicated: 0,
  moved: 0,
  ocpRequests: 0,
  budgetPeak: 0,
  virtualHours: 0,
  faults: 0,
  broken: [],
};

export const addUp = (totals: Totals, seed: number, result: WorldResult): Totals => ({
  worlds: totals.worlds + 1,
  calls: totals.calls + result.calls,
  stored: totals.stored + result.stored,
  explained: totals.explained + result.explained,
  unheardOf: totals.unheardOf + result.unheardOf,
  lost: totals.lost + result.lost,
  duplicated: totals.duplicated + result.duplicated,
  moved: totals.moved + result.moved,
  ocpRequests: totals.ocpRequests + result.ocpRequests,
  budgetPeak: Math.max(totals.budgetPeak, result.budgetPeak),
  virtualHours: totals.virtualHours + result.virtualMs / 3_600_000,
  faults: totals.faults + result.faults,
  broken: result.broken.length === 0 ? totals.broken : [...totals.broken, { seed, promises: result.broken }],
});
