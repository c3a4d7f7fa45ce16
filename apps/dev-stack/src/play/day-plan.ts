import type { StackOptions } from '../options.ts';

/** The day that the simulator is asked to play. The simulator's own schema is in its `day/day-plan.ts`. */
export type DayPlan = {
  readonly calls: number;
  readonly loss: number;
  readonly seed: number;
  readonly spanMs: number;
  readonly spanEnd: string;
  readonly profile: StackOptions['profile'];
  readonly faults: readonly string[];
  /** Makes ids that no earlier day of the same seed had. */
  readonly edition?: string;
};

const HOUR_MS = 3_600_000;

/** The day that the options describe. It ends at the last full hour, so a simulator that starts again plays the same. */
export const dayPlanOf = (
  options: Pick<StackOptions, 'calls' | 'loss' | 'seed' | 'spanMs' | 'profile' | 'fault'>,
  now: number,
): DayPlan => ({
  calls: options.calls,
  loss: options.loss,
  seed: options.seed,
  spanMs: Math.round(options.spanMs),
  spanEnd: new Date(Math.floor(now / HOUR_MS) * HOUR_MS).toISOString(),
  profile: options.profile,
  faults: options.fault.filter((kind) => kind !== 'tamper'), // The stack itself changes the object, after the play.
});
