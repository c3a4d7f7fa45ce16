import { CRASH_DAY } from '../crashes/crash-day.ts';
import { listCrashes } from '../crashes/list-crashes.ts';
import type { SimulateOptions } from './options.ts';
import { renderCrashes } from './render-crashes.ts';
import type { Outcome, Terminal } from './run-worlds.ts';
import { simulateCrashes } from './simulate-crashes.ts';

export const runCrashes = async (
  { json }: Pick<SimulateOptions, 'json'>,
  { realMs, showProgress }: Terminal,
): Promise<Outcome> => {
  const all = await listCrashes(CRASH_DAY);
  const totals = await simulateCrashes(CRASH_DAY, all, ({ crashes, broken }) =>
    showProgress(`crash ${crashes} of ${all.length}: ${broken.length} broken`),
  );
  const text = json
    ? JSON.stringify({ ...totals, realSeconds: realMs() / 1_000 }, undefined, 2)
    : renderCrashes(totals, realMs());
  return { text, isBroken: totals.broken.length > 0 };
};
