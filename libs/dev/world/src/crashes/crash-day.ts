import type { Scenario, ScenarioCall } from '../scenario/scenario.ts';

const call: ScenarioCall = {
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
/** OCP deletes a recording of this start in the first hours of the day. */
const LATE = -66 * 60;

/** A day with one worker on which OCP and our processes work, with one call for each way that a call can go. */
export const CRASH_DAY: Scenario = {
  seed: 1,
  calls: [
    call,
    // It is pulled while OCP pushes it again.
    { ...call, startMinute: -50, push: { kind: 'sent', afterMinutes: 1, badAttempts: 1 } },
    // Only the listing names it.
    { ...call, startMinute: -40, events: 'none' },
    // OCP never has its recording.
    { ...call, startMinute: LATE, recordedAfterMinutes: 'never' },
    // Its downloads are never audio.
    { ...call, startMinute: LATE + 10, badDownloads: 99 },
    { ...call, group: 'Free', badDownloads: 1 },
    // It moves with its recording when its group is registered.
    { ...call, group: 'Free', startMinute: -20, push: { kind: 'sent', afterMinutes: 1, badAttempts: 0 } },
    { ...call, group: 'Hours_2', failingJobs: 1 },
    { ...call, group: 'Shared' },
    { ...call, group: 'Shared', sharer: 'bolt', startMinute: -45 },
  ],
  ownerships: [{ group: 'Free', registeredFromMinute: 5 }],
  selectsBy: 'start',
  faults: [],
  jobs: [],
  creates: ['made', 'lost'],
  consoleJobs: [],
  listsStarts: true,
  enforcesSlot: true,
  duplicates: 0,
  skewsMs: [0],
};
