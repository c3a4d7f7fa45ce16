import type { SimulateOptions } from './options.ts';
import { renderResult } from './render-result.ts';
import { simulate } from './simulate.ts';

/** What the command prints, and whether every promise was kept. */
export type Outcome = { readonly text: string; readonly isBroken: boolean };
export type Terminal = { readonly realMs: () => number; readonly showProgress: (line: string) => void };

export const runWorlds = async (
  options: SimulateOptions,
  { realMs, showProgress }: Terminal,
): Promise<Outcome> => {
  const totals = await simulate(options, ({ worlds, calls, stored, lost, broken }) =>
    showProgress(
      `world ${worlds} of ${options.worlds}: ${calls} calls, ${stored} stored, ${lost} lost, ${broken.length} broken`,
    ),
  );
  const { days, seed, json } = options;
  const text = json
    ? JSON.stringify({ days, seed, ...totals, realSeconds: realMs() / 1_000 }, undefined, 2)
    : renderResult(totals, options, realMs());
  return { text, isBroken: totals.broken.length > 0 };
};
