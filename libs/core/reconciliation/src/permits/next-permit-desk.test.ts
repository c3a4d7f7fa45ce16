import { OcpBreakerOpenError } from '../ocp/errors.ts';
import { nextPermitDesk } from './next-permit-desk.ts';
import {
  EMPTY_DESK,
  type Lane,
  type PermitCommand,
  type PermitDesk,
  type PermitEvent,
} from './permit-desk.ts';

const NOW_MS = Date.UTC(2026, 0, 15);
const RANDOM = 0.5;

/** A desk that is fed events; `at` is milliseconds after the start. */
const openDesk = (from: PermitDesk = EMPTY_DESK) => {
  let desk = from;
  let lastId = 0;
  const feed = (at: number, event: PermitEvent): readonly PermitCommand[] => {
    const step = nextPermitDesk(desk, event, NOW_MS + at);
    desk = step.desk;
    return step.commands;
  };
  const request = (at: number, lane: Lane, group: string) => {
    lastId += 1;
    return feed(at, { type: 'requested', id: lastId, lane, group, sinceMs: NOW_MS + at });
  };
  const grant = (
    at: number,
    aheads: readonly number[],
    over: { isPartial?: boolean; isTrial?: boolean; tookMs?: number } = {},
  ) =>
    feed(at, {
      type: 'claimed',
      departuresMs: aheads.map((ahead) => NOW_MS + ahead),
      isPartial: false,
      isTrial: false,
      tookMs: 10,
      random: RANDOM,
      ...over,
    });
  const wake = (at: number) => feed(at, { type: 'woken' });
  return { feed, request, grant, wake, desk: () => desk };
};

const claims = (commands: readonly PermitCommand[]) => commands.filter(({ type }) => type === 'claim');
const released = (commands: readonly PermitCommand[]) =>
  commands.flatMap((command) => (command.type === 'release' ? [command.waiting.id] : []));
const wakeOf = (commands: readonly PermitCommand[]) =>
  commands.flatMap((command) => (command.type === 'wake' ? [command.atMs - NOW_MS] : []));

describe('nextPermitDesk', () => {
  it('claims a departure for a request, and releases the request at the departure', () => {
    const { request, grant, wake } = openDesk();
    expect(claims(request(0, 'control', 'a'))).toEqual([
      { type: 'claim', control: 1, downloads: [], leadMs: 0 },
    ]);
    const granted = grant(20, [700]);
    expect(released(granted)).toEqual([]);
    expect(wakeOf(granted)).toEqual([700]);
    expect(released(wake(700))).toEqual([1]);
  });

  it('makes one claim at a time, for all requests that came meanwhile', () => {
    const { request, grant } = openDesk();
    request(0, 'download', 'a');
    expect(claims(request(1, 'download', 'a'))).toEqual([]);
    request(2, 'download', 'b');
    expect(claims(grant(20, [600]))).toMatchObject([{ control: 0, downloads: ['b', 'a'] }]);
  });

  it('serves control requests first, also by a departure that was claimed for a download', () => {
    const { request, grant, wake } = openDesk();
    request(0, 'download', 'a');
    grant(10, [600]);
    expect(claims(request(20, 'control', 'a'))).toMatchObject([{ control: 0, downloads: ['a'] }]);
    expect(released(wake(600))).toEqual([2]);
  });

  it('serves downloads in turn over the groups', () => {
    const { request, grant, wake } = openDesk();
    for (const group of ['a', 'a', 'a', 'b', 'b', 'c']) request(0, 'download', group);
    grant(10, [100]);
    grant(20, [200, 300, 400, 500, 600]);
    expect([100, 200, 300, 400, 500, 600].flatMap((at) => released(wake(at)))).toEqual([1, 4, 6, 2, 5, 3]);
  });

  it('waits after a full budget: downloads a random time longer than control requests', () => {
    const { request, feed } = openDesk();
    request(0, 'control', 'a');
    request(0, 'download', 'a');
    const full = feed(10, { type: 'full', lane: 'control', waitMs: 400, random: RANDOM });
    expect(claims(full)).toEqual([]);
    expect(wakeOf(full)).toEqual([510]);
    expect(claims(feed(510, { type: 'woken' }))).toMatchObject([{ control: 1, downloads: [] }]);
  });

  it('claims at once for a control request while downloads wait for room', () => {
    const { request, feed } = openDesk();
    request(0, 'download', 'a');
    feed(10, { type: 'full', lane: 'download', waitMs: 400, random: RANDOM });
    expect(claims(request(20, 'control', 'a'))).toMatchObject([{ control: 1, downloads: [] }]);
  });

  it('waits after a claim that had room for a part of the requests', () => {
    const { request, grant } = openDesk();
    request(0, 'download', 'a');
    request(0, 'download', 'a');
    const granted = grant(10, [600], { isPartial: true });
    expect(claims(granted)).toEqual([]);
    expect(wakeOf(granted)).toEqual([600]);
  });

  it('claims again after a claim that lost against another worker', () => {
    const { request, feed } = openDesk();
    request(0, 'control', 'a');
    expect(wakeOf(feed(10, { type: 'lost', lane: 'control', random: RANDOM }))).toEqual([110]);
  });

  it('forfeits a departure that is more than 250 ms ago, and claims another for its request', () => {
    const { request, grant } = openDesk();
    request(0, 'control', 'a');
    const commands = grant(351, [100], { tookMs: 351 });
    expect(commands[0]).toEqual({ type: 'forfeit', reason: 'missed' });
    expect(released(commands)).toEqual([]);
    expect(claims(commands)).toEqual([{ type: 'claim', control: 1, downloads: [], leadMs: 351 * 1.2 }]);
  });

  it('claims further ahead while writes are slow, and less far once they are quick again', () => {
    const { request, grant, desk } = openDesk();
    request(0, 'control', 'a');
    grant(1_000, [1_100], { tookMs: 1_000 });
    expect(desk().leadMs).toBe(1_200);
    for (let times = 0; times < 10; times += 1) grant(1_000, [1_100]);
    expect(desk().leadMs).toBe(0);
  });

  it('gives the departure of a caller that gave up to another request, or forfeits it', () => {
    const { request, grant, feed, wake } = openDesk();
    request(0, 'control', 'a');
    grant(10, [600]);
    feed(20, { type: 'withdrawn', id: 1 });
    expect(claims(request(30, 'download', 'a'))).toEqual([]);
    expect(released(wake(600))).toEqual([2]);
    grant(700, [800]);
    expect(request(2_000, 'control', 'a')).toContainEqual({ type: 'forfeit', reason: 'unused' });
  });

  it('gives a permit that was given back to the next request, unless it is too late', () => {
    const { request, grant, feed, wake } = openDesk();
    request(0, 'control', 'a');
    request(0, 'control', 'a');
    grant(10, [100], { isPartial: true });
    expect(released(wake(100))).toEqual([1]);
    expect(released(feed(200, { type: 'returned', departureMs: NOW_MS + 100 }))).toEqual([2]);
    request(300, 'control', 'a');
    const late = feed(400, { type: 'returned', departureMs: NOW_MS + 100 });
    expect(late).toContainEqual({ type: 'forfeit', reason: 'missed' });
    expect(released(late)).toEqual([]);
  });

  it('plans again when its clock is set back', () => {
    const { request, grant, feed } = openDesk();
    request(0, 'download', 'a');
    grant(10, [600]);
    request(20, 'download', 'a');
    feed(30, { type: 'full', lane: 'download', waitMs: 400, random: RANDOM });
    expect(claims(request(-3_600_000, 'download', 'b'))).toMatchObject([{ downloads: ['a', 'b', 'a'] }]);
  });

  it('asks for no wake-up while no request waits', () => {
    const { request, grant, feed } = openDesk();
    request(0, 'control', 'a');
    grant(10, [600]);
    expect(feed(20, { type: 'withdrawn', id: 1 })).toEqual([]);
    expect(feed(2_000, { type: 'woken' })).toEqual([{ type: 'forfeit', reason: 'unused' }]);
  });

  it('tries again after a transient failure, later with each, and rejects all requests after the fourth', () => {
    const { request, feed } = openDesk();
    const failure = {
      type: 'failed',
      error: new Error('throttled'),
      isTransient: true,
      random: RANDOM,
    } as const;
    request(0, 'control', 'a');
    request(0, 'download', 'a');
    expect(wakeOf(feed(0, failure))).toEqual([750]);
    expect(claims(feed(750, { type: 'woken' }))).toMatchObject([{ control: 1, downloads: ['a'] }]);
    expect(wakeOf(feed(750, failure))).toEqual([2_250]);
    feed(2_250, { type: 'woken' });
    feed(2_250, failure);
    feed(9_000, { type: 'woken' });
    expect(feed(9_000, failure)).toEqual([
      { type: 'reject', id: 1, error: failure.error },
      { type: 'reject', id: 2, error: failure.error },
    ]);
  });

  it('rejects all requests at once after a failure that will not end by itself', () => {
    const { request, feed } = openDesk();
    request(0, 'control', 'a');
    const error = new Error('no table');
    expect(feed(1, { type: 'failed', error, isTransient: false, random: RANDOM })).toEqual([
      { type: 'reject', id: 1, error },
    ]);
  });

  it('refuses all requests while the breaker is open, and claims nothing', () => {
    const { request, grant, feed } = openDesk();
    request(0, 'control', 'a');
    grant(10, [600]);
    request(20, 'download', 'a');
    const opened = feed(30, { type: 'opened', untilMs: NOW_MS + 60_000, endsClaim: true });
    const refused = { type: 'reject', error: expect.any(OcpBreakerOpenError) as Error };
    expect(opened).toEqual([
      { ...refused, id: 1 },
      { ...refused, id: 2 },
      { type: 'forfeit', reason: 'unused' },
    ]);
    expect(request(59_999, 'control', 'a')).toEqual([{ ...refused, id: 3 }]);
    expect(claims(request(60_000, 'control', 'a'))).toHaveLength(1);
  });

  it('lets one request try whether OCP is back, and refuses the others meanwhile', () => {
    const { request, grant, wake } = openDesk();
    request(0, 'download', 'a');
    request(0, 'control', 'a');
    const granted = grant(10, [600], { isTrial: true, isPartial: true });
    expect(granted).toMatchObject([{ type: 'reject', id: 1 }, { type: 'wake' }]);
    expect(request(20, 'control', 'a')).toMatchObject([{ type: 'reject', id: 3 }, { type: 'wake' }]);
    expect(released(wake(600))).toEqual([2]);
    expect(claims(request(2_010, 'control', 'a'))).toHaveLength(1);
  });
});
