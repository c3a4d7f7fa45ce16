import {
  type OcpClient,
  OcpCredentialsError,
  OcpUnavailableError,
  type RefusalEvent,
} from '@recordings/reconciliation';
import { holdRefused } from '../src/hold-refused.ts';

const MINUTE_MS = 60_000;
const { signal } = new AbortController();
type Group = Parameters<ReturnType<typeof holdRefused>>[0];
const acme = { tenant: 'acme', name: 'Shared' } as Group;
const bolt = { tenant: 'bolt', name: 'Shared' } as Group;

/** An OCP whose answers to each request are `answers`, of all groups. */
const makeTest = () => {
  const clock = { nowMs: 0 };
  const sent: string[] = [];
  const notes: RefusalEvent[] = [];
  const givenBack: unknown[] = [];
  const permits = { wait: Promise.resolve() };
  const failing = new Map<string, Error>();
  const answer = async (request: string, group: Group): Promise<never> => {
    sent.push(`${group.tenant} ${request}`);
    if (failing.has(request)) throw failing.get(request)!;
    return undefined as never;
  };
  const clientOf = (group: Group): OcpClient => ({
    reservePermit: () => permits.wait.then(() => ({ departureMs: 7 })),
    giveBackPermit: (permit) => void givenBack.push(permit),
    createJob: () => answer('createJob', group),
    listJobs: () => answer('listJobs', group),
    jobStatus: () => answer('jobStatus', group),
    jobRecordings: async function* () {
      yield { kind: 'reading' };
      await answer('jobRecordings', group);
      yield { kind: 'reading' };
    },
    jobCdrs: async function* () {
      await answer('jobCdrs', group);
      yield { kind: 'reading' };
    },
    download: (_, id) => answer(`download ${id}`, group),
  });
  const marks = { current: 'first' };
  const rule = { firstFaultDelayMs: 5 * MINUTE_MS, maxFaultDelayMs: 24 * 60 * MINUTE_MS };
  const held = holdRefused(
    {
      rule,
      credentialsMark: () => marks.current,
      now: () => clock.nowMs,
      note: (event) => void notes.push(event),
    },
    clientOf,
  );
  return { clock, sent, notes, failing, givenBack, permits, held, marks };
};

const refused = new OcpCredentialsError('OCP jobStatus: HTTP 401');
const heldMsOf = (asked: Promise<unknown>): Promise<number | undefined> =>
  asked.then(
    () => undefined,
    (error: OcpCredentialsError) => error.heldMs,
  );

describe('holdRefused', () => {
  it('tries credentials that have changed at once, and says that OCP accepts them', async () => {
    const { clock, sent, notes, failing, held, marks } = makeTest();
    failing.set('jobStatus', refused);
    await heldMsOf(held(acme).jobStatus('job-1', signal));
    clock.nowMs = MINUTE_MS;
    marks.current = 'second';
    failing.clear();
    await held(acme).jobStatus('job-1', signal);
    expect(sent).toEqual(['acme jobStatus', 'acme jobStatus']);
    expect(notes.map(({ type }) => type)).toEqual(['credentials_refused', 'credentials_accepted']);
  });

  it('holds the group back again if OCP refuses the changed credentials too', async () => {
    const { failing, held, marks } = makeTest();
    failing.set('jobStatus', refused);
    await heldMsOf(held(acme).jobStatus('job-1', signal));
    marks.current = 'second';
    expect(await heldMsOf(held(acme).jobStatus('job-1', signal))).toBe(10 * MINUTE_MS);
    expect(await heldMsOf(held(acme).jobStatus('job-1', signal))).toBe(10 * MINUTE_MS);
  });

  it('sends no request of the group after a refused poll, and alerts once', async () => {
    const { clock, sent, notes, failing, held } = makeTest();
    failing.set('jobStatus', refused);
    expect(await heldMsOf(held(acme).jobStatus('job-1', signal))).toBe(5 * MINUTE_MS);
    clock.nowMs = MINUTE_MS;
    expect(await heldMsOf(held(acme).jobStatus('job-1', signal))).toBe(4 * MINUTE_MS);
    expect(await heldMsOf(held(acme).download('job-1', 'rec-1', signal))).toBe(4 * MINUTE_MS);
    expect(await heldMsOf(held(acme).reservePermit('control', signal))).toBe(4 * MINUTE_MS);
    await expect(held(acme).jobRecordings('job-1', signal)[Symbol.asyncIterator]().next()).rejects.toThrow(
      'not sent',
    );
    expect(sent).toEqual(['acme jobStatus']);
    expect(notes).toEqual([
      {
        type: 'credentials_refused',
        tenantId: 'acme',
        group: 'Shared',
        request: 'jobStatus',
        holds: 1,
        waitMs: 5 * MINUTE_MS,
        err: refused,
      },
    ]);
  });

  it('does not stop another tenant of the same group', async () => {
    const { sent, failing, held } = makeTest();
    failing.set('jobStatus', refused);
    await heldMsOf(held(acme).jobStatus('job-1', signal));
    failing.clear();
    await held(bolt).jobStatus('job-2', signal);
    expect(sent).toEqual(['acme jobStatus', 'bolt jobStatus']);
  });

  it('tries again when the hold ends, and goes on once OCP answers', async () => {
    const { clock, notes, failing, held } = makeTest();
    failing.set('jobStatus', refused);
    await heldMsOf(held(acme).jobStatus('job-1', signal));
    clock.nowMs = 5 * MINUTE_MS;
    expect(await heldMsOf(held(acme).jobStatus('job-1', signal))).toBe(10 * MINUTE_MS);
    failing.clear();
    clock.nowMs = 15 * MINUTE_MS;
    await held(acme).jobStatus('job-1', signal);
    expect(notes.map(({ type }) => type)).toEqual([
      'credentials_refused',
      'credentials_refused',
      'credentials_accepted',
    ]);
  });

  it('holds the group back after a listing that is refused on a later page', async () => {
    const { failing, held } = makeTest();
    failing.set('jobRecordings', refused);
    const listing = held(acme).jobRecordings('job-1', signal)[Symbol.asyncIterator]();
    expect(await listing.next()).toEqual({ done: false, value: { kind: 'reading' } });
    expect(await heldMsOf(listing.next())).toBe(5 * MINUTE_MS);
    expect(await heldMsOf(held(acme).jobStatus('job-1', signal))).toBe(5 * MINUTE_MS);
  });

  it('holds the group back after CDRs that are refused', async () => {
    const { failing, held } = makeTest();
    failing.set('jobCdrs', refused);
    const cdrs = held(acme).jobCdrs('job-1', signal)[Symbol.asyncIterator]();
    expect(await heldMsOf(cdrs.next())).toBe(5 * MINUTE_MS);
    expect(await heldMsOf(held(acme).jobStatus('job-1', signal))).toBe(5 * MINUTE_MS);
  });

  it('reads a listing that is answered to its end', async () => {
    const { held } = makeTest();
    const entries: unknown[] = [];
    for await (const entry of held(acme).jobRecordings('job-1', signal)) entries.push(entry);
    expect(entries).toEqual([{ kind: 'reading' }, { kind: 'reading' }]);
  });

  it('passes the refusal of one file on, and holds the downloads after the third file', async () => {
    const { failing, held } = makeTest();
    for (const id of ['a', 'b', 'c']) failing.set(`download ${id}`, refused);
    const download = (id: string) => heldMsOf(held(acme).download('job-1', id, signal));
    expect([await download('a'), await download('a'), await download('b')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await download('c')).toBe(5 * MINUTE_MS);
    expect(await heldMsOf(held(acme).reservePermit('download', signal))).toBe(5 * MINUTE_MS);
    expect(await held(acme).reservePermit('control', signal)).toEqual({ departureMs: 7 });
  });

  it('gives a permit back that comes after the group was refused', async () => {
    const { failing, givenBack, permits, held } = makeTest();
    failing.set('jobStatus', refused);
    const granting = Promise.withResolvers<void>();
    permits.wait = granting.promise;
    const reserving = heldMsOf(held(acme).reservePermit('control', signal));
    await heldMsOf(held(acme).jobStatus('job-1', signal));
    granting.resolve();
    expect(await reserving).toBe(5 * MINUTE_MS);
    expect(givenBack).toEqual([{ departureMs: 7 }]);
  });

  it('holds nothing back for any other error', async () => {
    const { failing, sent, held } = makeTest();
    failing.set('jobStatus', new OcpUnavailableError('503'));
    for (let times = 0; times < 3; times += 1)
      await expect(held(acme).jobStatus('job-1', signal)).rejects.toThrow('503');
    expect(sent).toHaveLength(3);
  });
});
