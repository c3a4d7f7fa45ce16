import type { Scenario, ScenarioCall } from '../scenario/scenario.ts';
import { CRASH_DAY } from './crash-day.ts';

/** Nothing of it reached us. */
const unheard: ScenarioCall = {
  ...CRASH_DAY.calls[0]!,
  startMinute: -40 * 60,
  events: 'none',
  push: { kind: 'lost' },
};

/** A first sweep: an empty table, and calls of two days at OCP. Pages of four rows, so that the listing has two. */
export const SWEEP_DAY: Scenario = {
  ...CRASH_DAY,
  calls: [
    ...[0, 1, 2, 3, 4].map((hour) => ({ ...unheard, startMinute: (hour - 40) * 60 })),
    { ...unheard, startMinute: -30 * 60, channel: 'chat', recordedAfterMinutes: 'never' },
    { ...unheard, group: 'Shared' },
    // Its events came, so it has a window of its own.
    { ...unheard, events: 'in order', startMinute: -41 * 60 },
  ],
  ownerships: [],
  sweeps: true,
};
