import type { Config } from '../config.ts';
import type { DayPlan } from './day-plan.ts';

/** The day that the variables describe. */
export const planOfConfig = (config: Config): DayPlan => ({
  calls: config.CALLS,
  loss: config.LOSS,
  seed: config.SEED,
  spanMs: config.SPAN_MS,
  ...(config.SPAN_END !== undefined && { spanEnd: config.SPAN_END }),
  profile: config.EXPORT_PROFILE,
  faults: config.FAULTS,
});
