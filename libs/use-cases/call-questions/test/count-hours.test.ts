import {
  CallId,
  type CallSummary,
  GroupId,
  HOUR_MS,
  MAX_UNREGISTERED_GROUPS,
  OTHER_GROUPS,
  TenantId,
  type Timestamp,
  zeroCounts,
} from '@recordings/call-record';
import type { CountingDeps, CountingEvent } from '../src/counting/counting-deps.ts';
import { makeCountHours } from '../src/counting/make-count-hours.ts';
import { minute, readFrom, storedCall, summary, tenantId } from './calls.ts';
import { makeMemoryCounts } from './memory-counts.ts';

const { signal } = new AbortController();
const bolt = TenantId.parse('bolt');

const setUp = (calls: readonly CallSummary[], over: Partial<CountingDeps> = {}, unreadable?: Set<string>) => {
  const memory = makeMemoryCounts();
  const events: CountingEvent[] = [];
  const readCalls = readFrom(calls, { unreadable });
  let now: Timestamp = minute(60 * 5);
  const countHours = makeCountHours({
    counts: memory.counts,
    readCalls,
    tenantIds: [tenantId],
    firstHourAgeMs: 24 * HOUR_MS,
    isRegistered: ({ groupId }) => groupId.startsWith('Acme'),
    now: () => now,
    note: (event) => void events.push(event),
    ...over,
  });
  return {
    ...memory,
    events,
    reads: readCalls.reads,
    run: async (at: Timestamp) => {
      now = at;
      await countHours(signal);
    },
    countsOf: (hour: Timestamp, of = tenantId) => memory.hours.get(`${of}#${hour}`)?.groups,
  };
};

const zero = zeroCounts();

describe('counting', () => {
  it('counts each group of an hour by the lists of its calls', async () => {
    const es = GroupId.parse('Acme_ES');
    const outcome = { code: 'NO_AUDIO_EXPECTED', message: 'test call', retryable: false, at: minute(1) };
    const lastQuarantined = { reason: 'TRUNCATED', at: minute(2) };
    const { run, countsOf } = setUp([
      storedCall('c-1'),
      storedCall('c-2', { groupId: es }),
      summary('c-3', { groupId: es, lastQuarantined }),
      summary('c-4', { groupId: es, reconciliationStatus: 'given_up' }),
      summary('c-5', { groupId: es, reconciliationStatus: undefined, outcome }),
      summary('c-6', { groupId: undefined }),
      summary('c-7', { callTimestamp: minute(60) }),
    ]);
    await run(minute(60 * 3));
    expect(countsOf(minute(0))).toEqual([
      { ...zero, calls: 1, pending: 1 },
      { groupId: 'Acme_EN', ...zero, calls: 1, stored: 1 },
      {
        groupId: 'Acme_ES',
        ...zero,
        calls: 4,
        stored: 1,
        pending: 1,
        givenUp: 1,
        explained: 1,
        quarantined: 1,
      },
    ]);
  });

  it('counts an hour once, when it ended two hours ago, and writes nothing for hours without calls', async () => {
    const { run, hours, events } = setUp([summary('c-1'), summary('c-2', { callTimestamp: minute(60) })]);
    await run(minute(60 * 3 - 1));
    expect(hours.size).toBe(0);
    await run(minute(60 * 3));
    expect([...hours.keys()]).toEqual([`acme#${minute(0)}`]);
    await run(minute(60 * 3 + 15));
    await run(minute(60 * 4));
    expect(events).toEqual([
      { type: 'hour_counted', tenantId, hour: minute(0), calls: 1, isAgain: false },
      { type: 'hour_counted', tenantId, hour: minute(60), calls: 1, isAgain: false },
    ]);
  });

  it('reads no call in a run that finds no newly closed and no marked hour', async () => {
    const { run, reads } = setUp([summary('c-1')]);
    await run(minute(60 * 3));
    const before = reads.length;
    await run(minute(60 * 3 + 15));
    expect(reads).toHaveLength(before);
  });

  it('counts a marked hour again, also one that had no call, and clears the mark', async () => {
    const calls = [summary('c-1')];
    const { run, mark, countsOf, hours, events } = setUp(calls);
    await run(minute(60 * 3));
    mark({ tenantId, hour: minute(0) });
    mark({ tenantId, hour: minute(-60) });
    calls.push(storedCall('c-1'));
    await run(minute(60 * 3 + 15));
    expect(hours.get(`acme#${minute(0)}`)?.recountState).toBeUndefined();
    expect(countsOf(minute(-60))).toEqual([]);
    expect(events.filter((event) => event.type === 'hour_counted' && event.isAgain)).toHaveLength(2);
  });

  it('leaves the mark of an open hour to its first count', async () => {
    const { run, mark, hours } = setUp([summary('c-1')]);
    mark({ tenantId, hour: minute(0) });
    await run(minute(60 * 3 - 1));
    expect(hours.get(`acme#${minute(0)}`)?.groups).toBeUndefined();
    await run(minute(60 * 3));
    expect(hours.get(`acme#${minute(0)}`)).toMatchObject({ groups: [{ calls: 1 }] });
    expect(hours.get(`acme#${minute(0)}`)?.recountState).toBeUndefined();
  });

  it('counts a call that cannot be read as unreadable', async () => {
    const { run, countsOf } = setUp([summary('c-1'), summary('c-2')], {}, new Set(['c-2']));
    await run(minute(60 * 3));
    expect(countsOf(minute(0))).toEqual([
      { ...zero, calls: 1, unreadable: 1 },
      { groupId: 'Acme_EN', ...zero, calls: 1, pending: 1 },
    ]);
  });

  it('counts thousands of invented groups under one name, registered ones and the first others by theirs', async () => {
    const invented = Array.from({ length: 5_000 }, (_, n) =>
      summary(`c-${n}`, { groupId: GroupId.parse(`invented-${n}-${'ü'.repeat(60)}`) }),
    );
    const last = minute(59);
    const calls = [...invented, ...invented.slice(0, 9), storedCall('d', { callTimestamp: last })];
    const { run, countsOf, events } = setUp(
      calls.map((call, n) => ({ ...call, callId: CallId.parse(`${n}`) })),
    );
    await run(minute(60 * 3));
    const groups = countsOf(minute(0))!;
    expect(Buffer.byteLength(JSON.stringify(groups))).toBeLessThan(100_000);
    expect(groups).toHaveLength(MAX_UNREGISTERED_GROUPS + 2);
    expect(groups.find(({ groupId }) => groupId === 'Acme_EN')).toMatchObject({ calls: 1, stored: 1 });
    expect(groups.reduce((sum, group) => sum + group.calls, 0)).toBe(calls.length);
    const [others] = groups.filter(({ groupId }) => groupId === OTHER_GROUPS);
    expect(others!.calls).toBeGreaterThan(4_800);
    expect(events).toContainEqual({
      ...{ type: 'hour_groups_joined', tenantId, hour: minute(0), calls: others!.calls },
    });
  });

  it('counts the hours of tenants of unregistered groups, and the others if those cannot be read', async () => {
    const theirs = TenantId.parse('unknown:acme+bolt');
    const calls = [summary('c-1'), summary('u-1', { tenantId: theirs })];
    const memory = makeMemoryCounts();
    memory.unregistered.push(theirs);
    const { run } = setUp(calls, { counts: memory.counts });
    await run(minute(60 * 3));
    expect([...memory.hours.keys()]).toEqual([`acme#${minute(0)}`, `${theirs}#${minute(0)}`]);
    expect(memory.progress.get(theirs)?.countedUntil).toBe(minute(60));

    const other = makeMemoryCounts();
    const unregisteredTenants = () => Promise.reject(new Error('throttled'));
    const faulty = setUp(calls, { counts: { ...other.counts, unregisteredTenants } });
    await faulty.run(minute(60 * 3));
    expect([...other.hours.keys()]).toEqual([`acme#${minute(0)}`]);
    expect(faulty.events).toContainEqual({ type: 'hour_not_counted', err: expect.any(Error) as Error });
  });

  it('goes on with the other tenants and hours if one cannot be counted', async () => {
    const memory = makeMemoryCounts();
    const read = readFrom([summary('c-1'), summary('c-1', { tenantId: bolt, callId: CallId.parse('b-1') })]);
    const { run, countsOf, events } = setUp([], {
      counts: memory.counts,
      tenantIds: [tenantId, bolt],
      readCalls: async (range, page) => {
        if (range.tenantId === tenantId) throw new Error('throttled');
        return read(range, page);
      },
    });
    await run(minute(60 * 3));
    expect(countsOf(minute(0))).toBeUndefined();
    expect(memory.hours.get(`bolt#${minute(0)}`)?.groups).toHaveLength(1);
    expect(events).toContainEqual({ type: 'hour_not_counted', tenantId, err: expect.any(Error) as Error });
    expect(memory.progress.has(tenantId)).toBe(false);
  });

  it('counts no hour in part when the process stops', async () => {
    const stopping = new AbortController();
    const calls = Array.from({ length: 1_500 }, (_, at) => summary(`c-${at}`));
    const memory = makeMemoryCounts();
    const events: CountingEvent[] = [];
    const read = readFrom(calls);
    const countHours = makeCountHours({
      counts: memory.counts,
      readCalls: async (range, page) => {
        const answer = await read(range, page);
        if (answer.items.length > 0) stopping.abort();
        return answer;
      },
      tenantIds: [tenantId],
      firstHourAgeMs: 24 * HOUR_MS,
      isRegistered: () => true,
      now: () => minute(60 * 3),
      note: (event) => void events.push(event),
    });
    await countHours(stopping.signal);
    expect(memory.hours.size).toBe(0);
    expect(events).toEqual([]);
  });

  it('begins with hours that OCP may still have, and reaches the present in several runs', async () => {
    const { run, progress, reads } = setUp([], { firstHourAgeMs: 5_000 * HOUR_MS });
    for (const expected of [2_000, 4_000, 5_000]) {
      await run(minute(60 * 3));
      expect(progress.get(tenantId)?.countedUntil).toBe(minute(60 * (1 - 5_000 + expected)));
    }
    expect(reads.length).toBeLessThanOrEqual(Math.ceil(5_000 / 24) + 3);
  });

  it('leaves what is left to the next run after 10 minutes, and counts some hours of each tenant in each run', async () => {
    let nowMs = Date.parse(minute(60 * 5));
    const calls = [storedCall('c-1')];
    const readCalls: CountingDeps['readCalls'] = (range, page) => {
      nowMs += 4 * 60_000; // Each read takes four minutes.
      return readFrom(calls)(range, page);
    };
    const { progress, counts } = makeMemoryCounts();
    const countHours = makeCountHours({
      counts,
      readCalls,
      tenantIds: [tenantId, bolt],
      firstHourAgeMs: 10 * 24 * HOUR_MS,
      isRegistered: () => true,
      now: () => new Date(nowMs).toISOString() as Timestamp,
      note: () => undefined,
    });
    await countHours(signal);
    const [days, ofBolt] = [tenantId, bolt].map(
      (id) => 10 - (Date.parse(minute(60 * 2)) - Date.parse(progress.get(id)!.countedUntil)) / (24 * HOUR_MS),
    );
    expect([Math.round(days!), Math.round(ofBolt!)]).toEqual([3, 1]);
    for (let run = 0; run < 10; run += 1) await countHours(signal);
    for (const id of [tenantId, bolt]) {
      expect(progress.get(id)!.countedUntil >= minute(60 * 2)).toBe(true);
    }
  });
});
