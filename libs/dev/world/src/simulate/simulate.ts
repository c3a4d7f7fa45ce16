import { playScenario } from '../play-scenario.ts';
import { judgeWorld } from '../rules/judge-world.ts';
import { scenarioOf } from '../scenario/scenario-of.ts';
import { addUp, NO_TOTALS, type Totals } from './add-up.ts';
import type { SimulateOptions } from './options.ts';

/** Plays one world after another. @param onWorld called after each, with the totals so far. */
export const simulate = async (
  { days, worlds, seed, stormy }: Pick<SimulateOptions, 'days' | 'worlds' | 'seed' | 'stormy'>,
  onWorld: (totals: Totals) => void,
): Promise<Totals> => {
  let totals = NO_TOTALS;
  for (let at = 0; at < worlds; at += 1) {
    const scenario = scenarioOf(seed + at, days, stormy);
    totals = addUp(totals, seed + at, judgeWorld(scenario, await playScenario(scenario)));
    onWorld(totals);
  }
  return totals;
};
