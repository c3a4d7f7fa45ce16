import {
  GroupId,
  HOUR_COUNTS_SCHEMA_VERSION,
  HOUR_MS,
  type HourCounts,
  shifted,
  zeroCounts,
} from '@recordings/call-record';
import { makeFindSilentGroups, type SilentGroup } from '../src/silence/make-find-silent-groups.ts';
import { makeWatchSilence, type SilenceEvent } from '../src/silence/make-watch-silence.ts';
import { minute, tenantId } from './calls.ts';
import { registry } from './registry.ts';

const UNTIL = minute(0);
const WEEKS_MS = 5 * 168 * HOUR_MS;

/** Hours of five weeks, in each of which these groups had calls; a group is silent for its last hours. */
const countHours = (silentHours: Readonly<Record<string, number>>): HourCounts[] =>
  Array.from({ length: WEEKS_MS / HOUR_MS }, (_, ago) => ({
    tenantId,
    hour: shifted(UNTIL, -(ago + 1) * HOUR_MS),
    groups: Object.entries(silentHours)
      .filter(([, silent]) => ago >= silent)
      .map(([groupId]) => ({ groupId, ...zeroCounts(), calls: 20 })),
    schemaVersion: HOUR_COUNTS_SCHEMA_VERSION,
    revision: 1,
  }));

const find = (hours: readonly HourCounts[], countedUntil: string | undefined = UNTIL) => {
  const range = async (_: unknown, from: string, to: string) =>
    hours.filter(({ hour }) => hour >= from && hour < to);
  const getProgress = async () => (countedUntil === undefined ? undefined : { countedUntil });
  return makeFindSilentGroups({ counts: { range, getProgress }, registry })(tenantId);
};

describe('silent groups', () => {
  it('are found by the counts of closed hours, each group on its own', async () => {
    expect(await find(countHours({ Acme_EN: 3, Acme_ES: 0 }))).toEqual([
      { tenantId, groupId: 'Acme_EN', since: minute(-180), silentMinutes: 180, usualMinutes: 120 },
    ]);
  });

  it('are those of the registry only, however many names senders invent', async () => {
    expect(await find(countHours({ Acme_EN: 0, Acme_ES: 0, Invented: 5 }))).toEqual([]);
  });

  it('are measured up to the last hour that is counted: later hours are unknown', async () => {
    const hours = countHours({ Acme_EN: 3, Acme_ES: 3 });
    expect(await find(hours, minute(-180))).toEqual([]);
  });

  it('are not found before the first count', async () => {
    const counts = { range: async () => countHours({ Acme_EN: 3 }), getProgress: async () => undefined };
    expect(await makeFindSilentGroups({ counts, registry })(tenantId)).toEqual([]);
  });
});

const silent: SilentGroup = {
  ...{ tenantId, groupId: GroupId.parse('Acme_EN'), since: minute(-180) },
  ...{ silentMinutes: 180, usualMinutes: 120 },
};
const { signal } = new AbortController();

const setUp = (findSilentGroups: () => Promise<SilentGroup[]>) => {
  const noted: SilenceEvent[] = [];
  let now = minute(125);
  const note = (event: SilenceEvent): void => void noted.push(event);
  const watch = makeWatchSilence({ findSilentGroups, tenantIds: [tenantId], now: () => now, note });
  return { noted, watch, setNow: (at: string) => void (now = at) };
};

describe('watching for silence', () => {
  it('reports each silent group, and how many there are', async () => {
    const { noted, watch } = setUp(async () => [silent]);
    await watch(undefined, signal);
    expect(noted).toEqual([
      { type: 'group_silent', ...silent },
      { type: 'silence_measured', groups: 1, longestMinutes: 180 },
    ]);
  });

  it('looks once for each closed hour', async () => {
    const { noted, watch, setNow } = setUp(async () => []);
    let looked = await watch(undefined, signal);
    setNow(minute(140));
    looked = await watch(looked, signal);
    expect(noted).toHaveLength(1);
    setNow(minute(185));
    await watch(looked, signal);
    expect(noted).toEqual([
      { type: 'silence_measured', groups: 0, longestMinutes: 0 },
      { type: 'silence_measured', groups: 0, longestMinutes: 0 },
    ]);
  });

  it('reports a tenant whose counts cannot be read, and tries again in the next run', async () => {
    const err = new Error('throttled');
    const { noted, watch } = setUp(() => Promise.reject(err));
    expect(await watch(undefined, signal)).toBeUndefined();
    expect(noted[0]).toEqual({ type: 'silence_not_measured', tenantId, err });
  });

  it('stops when it is interrupted, without a measure', async () => {
    const { noted, watch } = setUp(async () => [silent]);
    expect(await watch(undefined, AbortSignal.abort())).toBeUndefined();
    expect(noted).toEqual([]);
  });
});
