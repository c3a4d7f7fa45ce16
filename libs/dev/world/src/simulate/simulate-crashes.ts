import type { Crash } from '../crashes/list-crashes.ts';
import { playCrash } from '../crashes/play-crash.ts';
import type { Scenario } from '../scenario/scenario.ts';

export type CrashTotals = {
  /** Requests of the day, before and after each of which a process ends. */
  readonly requests: number;
  /** Different requests of different services. */
  readonly kinds: number;
  /** Crashes that were played. */
  readonly crashes: number;
  readonly broken: readonly { readonly crash: Crash; readonly promises: readonly string[] }[];
};

/** Plays the day again for each crash. @param onCrash called after each, with the totals so far. */
export const simulateCrashes = async (
  day: Scenario,
  crashes: readonly Crash[],
  onCrash: (totals: CrashTotals) => void,
): Promise<CrashTotals> => {
  let totals: CrashTotals = {
    requests: new Set(crashes.map(({ at }) => at)).size,
    kinds: new Set(crashes.map(({ service, request }) => `${service} ${request}`)).size,
    crashes: 0,
    broken: [],
  };
  for (const crash of crashes) {
    const promises = await playCrash(day, crash);
    const broken = promises.length === 0 ? totals.broken : [...totals.broken, { crash, promises }];
    totals = { ...totals, crashes: totals.crashes + 1, broken };
    onCrash(totals);
  }
  return totals;
};
