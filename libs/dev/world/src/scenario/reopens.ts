import fc from 'fast-check';
import type { ReopenPlan } from './plans.ts';
import { DAY_MINUTES, type Scenario, type ScenarioCall } from './scenario.ts';

/** Within the first hours, and around the deadlines of the calls. */
const REOPEN_MINUTES = [
  { min: 5, max: 700 },
  { min: 3_800, max: 4_600 },
] as const;
/** Longer than a clock is off, a group waits after faults, and a call waits after an attempt. */
const KEPT_MINUTES = 2 * DAY_MINUTES;

/** The scenario, in which a person reopens calls. Of some OCP has the recording only from then on, and keeps it longer. */
export const withReopens = (scenario: Scenario): Scenario => {
  const reopen = fc
    .record({
      call: fc.integer({ min: 0, max: scenario.calls.length - 1 }),
      minute: fc.oneof(...REOPEN_MINUTES.map((range) => fc.integer(range))),
      keepsLonger: fc.boolean(),
    })
    .map(({ keepsLonger, ...one }) => ({
      ...one,
      ...(keepsLonger && { untilMinute: one.minute + KEPT_MINUTES }),
    }));
  const plans = fc.uniqueArray(reopen, { minLength: 1, selector: ({ call }) => call });
  const reopens = fc.sample(plans, { seed: scenario.seed, numRuns: 1 })[0]!;
  const calls = scenario.calls.map((call, at) =>
    restoredBy(
      call,
      reopens.find((one) => one.call === at),
    ),
  );
  return { ...scenario, reopens, calls };
};

const restoredBy = (call: ScenarioCall, { minute, untilMinute }: Partial<ReopenPlan> = {}): ScenarioCall => {
  const afterMinutes = minute! - call.startMinute - call.lastsMinutes;
  const isRecorded = call.channel === undefined && call.push.kind === 'lost';
  if (untilMinute === undefined || afterMinutes < 0 || !isRecorded) return call;
  return { ...call, recordedAfterMinutes: afterMinutes, keptUntilMinute: untilMinute };
};
