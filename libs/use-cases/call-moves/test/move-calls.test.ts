import { CallId, isTombstone, type MoveJob, timestampOf } from '@recordings/call-record';
import { type MoveEvent, makeMoveCall, makeMoveCalls } from '../src/index.ts';
import type { IndexedCall, MoveCallsDeps } from '../src/move-deps.ts';
import { type Memory, makeOldCall, never, old, owned, registries } from './move-fixture.ts';

const MINUTE_MS = 60_000;
const SETTLE_MS = 15 * MINUTE_MS;

const makeJob = (memory: Memory, over: Partial<MoveCallsDeps> = {}) => {
  const noted: MoveEvent[] = [];
  const box: { job?: MoveJob } = {};
  const deps: MoveCallsDeps = {
    jobs: {
      change: async (change) => {
        const { next, result } = change(box.job);
        if (next) box.job = next;
        return result;
      },
    },
    claim: async () => true,
    callPages: async function* () {
      yield { calls: [...memory.records.values()] as readonly IndexedCall[], cursor: undefined };
    },
    registry: () => memory.state.registry,
    moveCall: (key, signal) => makeMoveCall(memory.deps())(key, signal),
    settleMs: SETTLE_MS,
    parallel: 2,
    now: () => timestampOf(memory.state.nowMs),
    note: (event) => void noted.push(event),
    ...over,
  };
  const run = makeMoveCalls(deps);
  return {
    box,
    noted,
    /** A round, `minutes` after the one before. */
    after: async (minutes: number, signal = never): Promise<void> => {
      memory.state.nowMs += minutes * MINUTE_MS;
      await run(signal);
    },
    types: () => noted.map(({ type }) => type),
  };
};

describe('the job that moves calls', () => {
  it('waits until a change of the registry has settled, then moves', async () => {
    const memory = makeOldCall();
    const job = makeJob(memory);
    await job.after(0);
    expect(job.noted).toEqual([
      { type: 'moves_scheduled', dueAt: timestampOf(memory.state.nowMs + SETTLE_MS) },
    ]);
    await job.after(14);
    expect(memory.record(owned)).toBeUndefined();
    await job.after(1);
    expect(memory.record(owned)).toMatchObject({ s3Stored: true });
    expect(job.noted.at(-1)).toMatchObject({ type: 'moves_pass_ended', moved: 1, busy: 0, failed: 0 });
  });

  it('moves nothing by a slip that is corrected within that time', async () => {
    const memory = makeOldCall({ key: owned });
    const job = makeJob(memory);
    await job.after(0);
    await job.after(20);
    memory.state.registry = registries.bolt;
    await job.after(1);
    memory.state.registry = registries.acme;
    await job.after(10);
    await job.after(60);
    expect(memory.record(owned)).toMatchObject({ s3Stored: true });
    expect(memory.records.size).toBe(1);
  });

  it('looks again for what older processes write, then once a day, and anew after a change of the registry', async () => {
    const memory = makeOldCall();
    const job = makeJob(memory);
    await job.after(0);
    await job.after(15);
    memory.push(old);
    await job.after(11);
    await job.after(1);
    expect(isTombstone(memory.record(old)!)).toBe(true);
    for (const minutes of [61, 361, 1_441, 1_441, 1_441]) await job.after(minutes);
    expect(job.types().at(-1)).toBe('moves_completed');
    const passes = job.types().length;
    await job.after(60);
    expect(job.types()).toHaveLength(passes);
    memory.push(old);
    await job.after(1_441);
    await job.after(1);
    expect(isTombstone(memory.record(old)!)).toBe(true);
    memory.state.registry = registries.bolt;
    await job.after(1);
    expect(job.types().at(-1)).toBe('moves_scheduled');
  });

  it('reports a call that cannot be moved, moves the others, and tries it again', async () => {
    const memory = makeOldCall();
    let isBroken = true;
    const job = makeJob(memory, {
      moveCall: (key, signal) =>
        isBroken ? Promise.reject(new Error('no bucket')) : makeMoveCall(memory.deps())(key, signal),
    });
    await job.after(0);
    await job.after(15);
    expect(job.noted).toContainEqual(expect.objectContaining({ type: 'call_not_moved', callId: 'c-1' }));
    isBroken = false;
    await job.after(61);
    expect(memory.record(owned)).toMatchObject({ s3Stored: true });
  });

  it('looks at the record of a call that the index cannot show, and reports it if that cannot be read either', async () => {
    const memory = makeOldCall();
    const unreadable = { ...owned, callId: CallId.parse('c-2'), isUnreadable: true } as const;
    const job = makeJob(memory, {
      callPages: async function* () {
        yield { calls: [{ ...old, isUnreadable: true }, unreadable], cursor: undefined };
      },
      moveCall: (key, signal) =>
        key.callId === 'c-2'
          ? Promise.reject(new Error('damaged'))
          : makeMoveCall(memory.deps())(key, signal),
    });
    await job.after(0);
    await job.after(15);
    expect(isTombstone(memory.record(old)!)).toBe(true);
    expect(job.noted).toContainEqual(expect.objectContaining({ type: 'call_not_moved', callId: 'c-2' }));
    for (const minutes of [61, 361, 1_441, 1_441]) await job.after(minutes);
    expect(job.types()).not.toContain('moves_completed');
  });

  it('goes on from the checkpoint of an instance that died', async () => {
    const memory = makeOldCall();
    const from: unknown[] = [];
    const stop = new AbortController();
    const job = makeJob(memory, {
      callPages: async function* (cursor) {
        from.push(cursor);
        if (cursor === undefined) yield { calls: [], cursor: { at: 'page 2' } };
        if (!stop.signal.aborted && from.length === 1) stop.abort();
        yield { calls: [...memory.records.values()] as readonly IndexedCall[], cursor: undefined };
      },
    });
    await job.after(0);
    await job.after(15, stop.signal);
    expect(memory.record(owned)).toBeUndefined();
    await job.after(1);
    expect(from).toEqual([undefined, { at: 'page 2' }]);
    expect(memory.record(owned)).toMatchObject({ s3Stored: true });
  });

  it('is done by the instance that has the claim', async () => {
    const job = makeJob(makeOldCall(), { claim: async () => false });
    await job.after(0);
    expect([job.box.job, job.noted]).toEqual([undefined, []]);
  });
});
