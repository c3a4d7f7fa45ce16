import { type OcpGate, OcpPausedError, type PermitRequest } from '@recordings/reconciliation';
import { obeyPauses } from '../src/obey-pauses.ts';
import { CONTROL, makeTestAccess, START_MS } from './access-fixture.ts';

const open = new AbortController().signal;
const DOWNLOAD = { lane: 'download', group: 'acme' } as const;
const OTHER = { lane: 'control', group: 'other' } as const;
const HOUR_MS = 3_600_000;

/** How requests ended, in the order in which they were made: a permit, or the error. */
const ask = (gate: OcpGate, requests: readonly PermitRequest[]) =>
  requests.map((request) =>
    gate.awaitPermit(request, open).then(
      () => 'sent',
      (error: unknown) => (error instanceof OcpPausedError ? 'paused' : error),
    ),
  );

const makeWorld = () => {
  const world = makeTestAccess();
  const ordered = { by: 'alice', reason: 'OCP asks', sinceMs: START_MS, untilMs: START_MS + HOUR_MS };
  const order = <O extends object>(over?: O) => ({ ...ordered, ...(over as O) });
  return { ...world, order };
};

describe('a permit that a request holds when a person pauses its group', () => {
  it('is given back', async () => {
    const givenBack: unknown[] = [];
    const pause = { by: 'alice', reason: 'OCP asks', sinceMs: START_MS, untilMs: START_MS + HOUR_MS };
    const awaitPermit = obeyPauses(
      { now: () => START_MS },
      {
        orders: () => ({ orders: { pauses: [pause] }, atMs: START_MS }),
        change: () => Promise.reject(new Error('not read again')),
      },
      {
        awaitPermit: () => Promise.reject(new Error('not asked')),
        giveBack: (permit) => givenBack.push(permit),
      },
    );
    const held = { departureMs: 7 };
    await expect(awaitPermit({ ...CONTROL, held }, open)).rejects.toBeInstanceOf(OcpPausedError);
    expect(givenBack).toEqual([held]);
  });
});

describe('a pause that a person orders', () => {
  it('stops the requests of a worker that never saw it, and names who paused and why', async () => {
    const { access, shared, order } = makeWorld();
    shared.orders = { pauses: [order()] };
    const refused = access.awaitPermit(CONTROL, open);
    await expect(refused).rejects.toMatchObject({ code: 'OCP_PAUSED', heldMs: 300_000 });
    await expect(refused).rejects.toThrow('alice has paused requests to OCP until 2026-01-15T01:00');
  });

  it('reaches requests that wait for a departure within 10 s', async () => {
    const { access, shared, order, passTime } = makeWorld();
    const ends: unknown[] = [];
    for (const asked of ask(
      access,
      Array.from({ length: 100 }, () => DOWNLOAD),
    )) {
      void asked.then((end) => ends.push(end));
    }
    await passTime(2_000);
    shared.orders = { pauses: [order()] };
    await passTime(10_000);
    expect(ends).toHaveLength(100);
    // Those of 2 s, and those of at most 5 s that were claimed before.
    expect(ends.filter((end) => end === 'sent').length).toBeLessThanOrEqual(13);
  });

  it('of one group leaves the requests of others', async () => {
    const { access, shared, order, passTime } = makeWorld();
    shared.orders = { pauses: [order({ group: 'acme' })] };
    const asked = ask(access, [CONTROL, DOWNLOAD, OTHER]);
    await passTime(5_000);
    expect(await Promise.all(asked)).toEqual(['paused', 'paused', 'sent']);
  });

  it('ends within 10 s when the person ends it, with few reads of the item meanwhile', async () => {
    const { access, shared, order, passTime } = makeWorld();
    shared.orders = { pauses: [order()] };
    for (let seconds = 0; seconds < 60; seconds += 1) {
      expect(await ask(access, [CONTROL])[0]).toBe('paused');
      await passTime(1_000);
    }
    expect(shared.reads).toBeLessThanOrEqual(14);
    shared.orders = { pauses: [] };
    await passTime(5_000);
    const asked = ask(access, [CONTROL]);
    await passTime(1_000);
    expect(await asked[0]).toBe('sent');
  });

  it('ends by itself', async () => {
    const { access, shared, order, passTime } = makeWorld();
    shared.orders = { pauses: [order({ untilMs: START_MS + 60_000 })] };
    expect(await ask(access, [CONTROL])[0]).toBe('paused');
    await passTime(60_000);
    const asked = ask(access, [CONTROL]);
    await passTime(1_000);
    expect(await asked[0]).toBe('sent');
  });
});

describe('a limit that a person orders', () => {
  it('spaces the departures of every worker by it, and no more when it has ended', async () => {
    const { access, shared, order, passTime } = makeWorld();
    shared.orders = { limit: order({ maxRequests: 10, untilMs: START_MS + 60_000 }) };
    const departures = async (count: number): Promise<number[]> => {
      const permits = Array.from({ length: count }, () => access.awaitPermit(CONTROL, open));
      await passTime(30_000);
      return (await Promise.all(permits)).map(({ departureMs }) => departureMs);
    };
    const gaps = (times: readonly number[]) => times.slice(1).map((time, at) => time - times[at]!);
    expect(gaps(await departures(4))).toEqual([6_100, 6_100, 6_100]);
    await passTime(30_000);
    expect(Math.max(...gaps(await departures(4)))).toBe(610);
  });

  it('is reported once by each worker, and again when it has ended', async () => {
    const { access, shared, order, passTime, notes } = makeWorld();
    const limit = order({ maxRequests: 10, untilMs: START_MS + 60_000 });
    shared.orders = { limit };
    const reports = () => notes.filter(({ type }) => type === 'traffic_orders_changed');
    for (const waitMs of [10_000, 60_000, 10_000]) {
      void access.awaitPermit(CONTROL, open);
      await passTime(waitMs);
    }
    expect(reports()).toEqual([
      { type: 'traffic_orders_changed', host: 'ocp.example', orders: { pauses: [], limit } },
      { type: 'traffic_orders_changed', host: 'ocp.example', orders: { pauses: [] } },
    ]);
  });
});
