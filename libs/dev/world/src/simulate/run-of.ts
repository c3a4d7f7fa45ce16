import type { SimulateOptions } from './options.ts';
import { runCrashes } from './run-crashes.ts';
import { runDayOne } from './run-day-one.ts';
import { runMachines } from './run-machines.ts';
import { type Outcome, runWorlds, type Terminal } from './run-worlds.ts';

/** What the options ask for. */
export const runOf = ({
  crashes,
  machines,
  dayOne,
}: SimulateOptions): ((options: SimulateOptions, terminal: Terminal) => Promise<Outcome>) => {
  if (dayOne > 0) return runDayOne;
  if (crashes) return runCrashes;
  return machines > 0 ? runMachines : runWorlds;
};
