import { runPooler } from '../services/run-pooler.ts';
import type { Watchers } from '../tables/virtual-stores.ts';
import { HOUR_MS, MINUTE_MS } from '../time/timeline.ts';
import { BACKLOG, type DrainLoad } from './drain-load.ts';
import { DRAIN_SETTINGS } from './drain-settings.ts';
import { type BacklogCall, makeBacklog } from './make-backlog.ts';
import { consumeQueues, DAY_MS, makeSurroundings, missRecording, START_MS } from './play-drain.ts';

/** How the first day of a customer went. */
export type DayOneMeasure = {
  readonly calls: number;
  readonly stored: number;
  readonly sweptHours: number;
  readonly exportJobs: number;
  readonly ocpRequests: number;
  readonly downloads: number;
  /** Calls that came in meanwhile and whose pushes were lost. */
  readonly liveCalls: number;
  readonly liveStored: number;
  /** From the end of a call to its stored recording. */
  readonly longestLiveWaitMinutes: number;
};

export type DayOneLoad = Pick<DrainLoad, 'calls' | 'groups'> & {
  readonly days: number;
  readonly liveCalls: number;
};

const PATIENCE_MS = 20 * 24 * HOUR_MS;
const LIVE_EVERY_MS = 5 * MINUTE_MS;
const LIVE_LASTS_MS = 2 * MINUTE_MS;

/** As in production. */
const SETTINGS: typeof DRAIN_SETTINGS = {
  ...DRAIN_SETTINGS,
  sweeps: {
    settledAfterMs: 26 * HOUR_MS,
    expiryMarginMs: 3 * HOUR_MS,
    urgentMarginMs: 72 * HOUR_MS,
    maxRunning: 4,
    staleAfterMs: 30 * MINUTE_MS,
    retryRule: DRAIN_SETTINGS.retry,
  },
};

/** Begins with an empty table and `days` of calls at OCP, while live calls lose their pushes. */
export const playDayOne = async (load: DayOneLoad): Promise<DayOneMeasure> => {
  const old = spread(makeBacklog({ ...BACKLOG, ...load }, 0), load.days);
  const live = listLive(old, load);
  const requests = new Map<string, number>();
  const storedAtMs = new Map<string, number>();
  const onCall: Watchers['onCall'] = (next, before) => {
    if (next.s3Stored && !before?.s3Stored) storedAtMs.set(next.callId, surroundings.timeline.nowMs());
  };
  const surroundings = makeSurroundings(
    { ...BACKLOG, ...load },
    [...old, ...live],
    { requests, onCall },
    SETTINGS,
  );
  const { timeline, machine, ocp } = surroundings;
  for (const call of live) timeline.after(call.endMs - START_MS, () => missRecording(surroundings, call));
  consumeQueues(surroundings, BACKLOG);
  runPooler(surroundings, machine.makeProcess('pooler'));
  await timeline.runUntil(() => storedAtMs.size === old.length + live.length, START_MS + PATIENCE_MS);
  const waits = live.map(({ callId, endMs }) => ((storedAtMs.get(callId) ?? Infinity) - endMs) / MINUTE_MS);
  const isOld = new Set<string>(old.map(({ callId }) => callId));
  const oldAtMs = [...storedAtMs].filter(([callId]) => isOld.has(callId)).map(([, ms]) => ms);
  const lastOldMs = oldAtMs.reduce((last, ms) => Math.max(last, ms), START_MS);
  return {
    calls: old.length,
    stored: oldAtMs.length,
    sweptHours: Math.round((lastOldMs - START_MS) / HOUR_MS),
    exportJobs: ocp.jobs.length,
    ocpRequests: sum([...requests].filter(([name]) => name.startsWith('ocp.')).map(([, count]) => count)),
    downloads: requests.get('ocp.download') ?? 0,
    liveCalls: live.length,
    liveStored: waits.filter(Number.isFinite).length,
    longestLiveWaitMinutes: Math.round(waits.reduce((longest, wait) => Math.max(longest, wait), 0)),
  };
};

/** The calls of one day over several, the last of which can be swept at once. */
const spread = (calls: readonly BacklogCall[], days: number): BacklogCall[] =>
  calls.map((call, at) => {
    const shiftMs = DAY_MS - (1 + (at % days)) * 24 * HOUR_MS;
    return { ...call, startMs: call.startMs + shiftMs, endMs: call.endMs + shiftMs };
  });

const listLive = (old: readonly BacklogCall[], { liveCalls }: DayOneLoad): BacklogCall[] =>
  Array.from({ length: liveCalls }, (_, at) => {
    const startMs = START_MS + at * LIVE_EVERY_MS;
    const { groupId, callId } = old[at % old.length]!;
    const liveId = `live-${at}` as typeof callId;
    return { groupId, callId: liveId, startMs, endMs: startMs + LIVE_LASTS_MS };
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
