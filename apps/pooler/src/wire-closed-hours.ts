import type { CountHours } from '@recordings/call-questions';
import type { Config } from './config.ts';
import { wireCountHours } from './wire-count-hours.ts';
import { wireWatchSilence } from './wire-watch-silence.ts';
import type { Wiring } from './wiring.ts';

/** Counts the calls of closed hours, and then looks by these counts for groups that are silent. */
export const wireClosedHours = (config: Config, wiring: Wiring): CountHours => {
  const countHours = wireCountHours(config, wiring);
  const watchSilence = wireWatchSilence(config, wiring);
  return async (signal) => {
    await countHours(signal);
    await watchSilence(signal);
  };
};
