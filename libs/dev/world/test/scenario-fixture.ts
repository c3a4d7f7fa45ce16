import type { Scenario, ScenarioCall } from '../src/scenario/scenario.ts';

/** A call whose push is lost. Everything else goes well. */
export const call: ScenarioCall = {
  group: 'Hours',
  sharer: 'acme',
  startMinute: -60,
  lastsMinutes: 10,
  recordedAfterMinutes: 0,
  events: 'in order',
  eventDelayMinutes: 0,
  push: { kind: 'lost' },
  clock: 'right',
  badDownloads: 0,
  failingJobs: 0,
};

/** Nothing goes wrong but what the calls say. */
export const scenarioOf = (...calls: ScenarioCall[]): Scenario => ({
  seed: 1,
  calls,
  selectsBy: 'start',
  faults: [],
  jobs: [],
  creates: [],
  consoleJobs: [],
  listsStarts: true,
  enforcesSlot: true,
  duplicates: 0,
  skewsMs: [0],
});
