import { Cron } from 'croner';
import type { Config } from './config.ts';
import type { Execute } from './execute.ts';

type SuccessAgeConfig = Pick<
  Config,
  'CRON_EXPRESSION' | 'CRON_TIMEZONE' | 'SCHEDULER_ENABLED' | 'MAX_SUCCESS_AGE_MINUTES'
>;

const MINUTE_MS = 60_000;
const PERIODS = 3;
/** Starts of a cron whose longest gap is taken: four days of one that starts each minute, so that its nights are among them. */
const LOOKED_AT = 6_000;
/** Later starts than those of two weeks repeat the gaps of the first ones. */
const LOOKED_AHEAD_MS = 14 * 24 * 60 * MINUTE_MS;

/** The longest time between two starts of the next days. */
const longestGapMs = ({ CRON_EXPRESSION, CRON_TIMEZONE }: SuccessAgeConfig): number => {
  const cron = new Cron(CRON_EXPRESSION, { timezone: CRON_TIMEZONE, paused: true });
  const first = cron.nextRun();
  let longest = 0;
  let start = first;
  for (let looked = 1; first && start && looked < LOOKED_AT; looked += 1) {
    const next = cron.nextRun(start);
    if (!next) break;
    longest = Math.max(longest, next.getTime() - start.getTime());
    start = next;
    if (start.getTime() - first.getTime() > LOOKED_AHEAD_MS) break;
  }
  return longest;
};

/**
 * Watches how long ago the last scheduled execution was successful: it completed, or another pooler was executing. The start of
 * the process counts too.
 *
 * @param nowMs a clock that only goes forward.
 */
export const makeSuccessAge = (config: SuccessAgeConfig, nowMs: () => number) => {
  const maxAgeMs = config.MAX_SUCCESS_AGE_MINUTES * MINUTE_MS || PERIODS * longestGapMs(config);
  let lastMs = nowMs();
  return {
    watch:
      (execute: Execute): Execute =>
      async (options) => {
        const execution = await execute(options);
        lastMs = nowMs();
        return execution;
      },
    /** For readiness. Without a scheduler it is always successful. */
    check: () => {
      const ageMs = nowMs() - lastMs;
      if (!config.SCHEDULER_ENABLED || maxAgeMs === 0 || ageMs <= maxAgeMs) return true;
      const [age, most] = [ageMs, maxAgeMs].map((ms) => Math.round(ms / MINUTE_MS));
      return { error: `the last successful execution was ${age} minutes ago; at most ${most} are allowed` };
    },
  };
};
