import { sha256Of, wavOf } from '@recordings/test-kit';
import { makeRecoverStaged, makeStoreRecording } from '../src/index.ts';
import { Crash, type CrashPoint, crashing, crashPointsOf } from './crashing.ts';
import {
  depsOn,
  incoming,
  type Memory,
  makeMemory,
  never,
  recordOf,
  stagingDepsOn,
} from './intake-fixture.ts';
import { inPieces } from './memory-store.ts';

/** Large enough to be staged. */
const good = wavOf(30_044);
const cut = good.subarray(0, good.length - 501);

const send = (memory: Memory, bytes: Uint8Array, point?: CrashPoint, calls?: string[]) =>
  makeStoreRecording(crashing(depsOn(memory), point, calls, true))(
    incoming(bytes, { body: inPieces(bytes, 8_000) }),
    never,
  );

const recover = (memory: Memory) => makeRecoverStaged(stagingDepsOn(memory))(never);

/** Every call of a run, failing before and after it did what it was asked for. */
const faultsOf = (bytes: Uint8Array) => crashPointsOf((calls) => send(makeMemory(), bytes, undefined, calls));

/** Objects beside the final ones: staged bytes, quarantined bytes, reasons. */
const leftIn = ({ store }: Memory): string[] => [...store.quarantined.keys()];
const stagedIn = (memory: Memory): string[] => leftIn(memory).filter((at) => at.startsWith('incoming/'));

const faultsOfGood = (await faultsOf(good)).filter(({ at }) => at !== 'discard');

/** Whether all bytes were staged when the fault came. Before that the sender has them, and what was staged is discarded. */
const isStaged = (memory: Memory): boolean => recordOf(memory) !== undefined || stagedIn(memory).length > 0;

describe('a transient fault while a large good recording is stored', () => {
  it.each(faultsOfGood)(
    '$name: tried three times, no staged bytes are left after the recovery',
    async (point) => {
      const memory = makeMemory();
      for (let round = 1; round <= 3; round += 1) {
        // If the object exists, `send` makes other calls: it may succeed, or fail elsewhere.
        const failed = await send(memory, good, point).then(
          () => false,
          (error: unknown) => error instanceof Crash,
        );
        if (round === 1) expect(failed).toBe(true);
        // Complete bytes stay for the recovery, as they do after a crash.
        expect(stagedIn(memory).length).toBeLessThanOrEqual(round);
      }
      await recover(memory);
      expect(leftIn(memory)).toEqual([]);
      await send(memory, good);
      expect(recordOf(memory)).toMatchObject({ s3Stored: true, audio: { sha256: sha256Of(good) } });
    },
  );

  it.each(faultsOfGood)('$name: not sent again, complete bytes are stored by the recovery', async (point) => {
    const memory = makeMemory();
    await expect(send(memory, good, point)).rejects.toThrow(Crash);
    const wasStaged = isStaged(memory);
    await recover(memory);
    expect(leftIn(memory)).toEqual([]);
    expect(recordOf(memory)?.s3Stored ?? false).toBe(wasStaged);
  });

  it('keeps the staged bytes for the recovery when the signal aborts during the commit', async () => {
    const memory = makeMemory();
    const deps = depsOn(memory);
    const stop = new AbortController();
    const promote: typeof deps.store.promote = async (...args) => {
      stop.abort(new Error('the sender hung up'));
      args[3].throwIfAborted();
      return deps.store.promote(...args);
    };
    const storing = makeStoreRecording({ ...deps, store: { ...deps.store, promote } });
    await expect(storing(incoming(good), stop.signal)).rejects.toThrow('the sender hung up');
    expect(stagedIn(memory)).toHaveLength(1);
    // As the README says: the location is on the record, and the call is pending.
    expect(recordOf(memory)).toMatchObject({
      location: { bucket: 'sales', key: 'acme/call-1' },
      s3Stored: false,
      reconciliationStatus: 'pending',
    });
    await recover(memory);
    expect(leftIn(memory)).toEqual([]);
    expect(recordOf(memory)).toMatchObject({ s3Stored: true });
  });

  it('reports the fault, not the clean-up that failed too', async () => {
    const memory = makeMemory();
    const deps = depsOn(memory);
    const stage: typeof deps.store.stage = async (...args) => ({
      ...(await deps.store.stage(...args)),
      finish: () => Promise.reject(new Error('S3 is away')),
      abort: () => Promise.reject(new Error('and stays away')),
    });
    const storing = makeStoreRecording({ ...deps, store: { ...deps.store, stage } });
    await expect(storing(incoming(good), never)).rejects.toThrow('S3 is away');
  });
});

const faultsOfCut = (await faultsOf(cut)).filter(({ at }) => at !== 'discard');

describe('a transient fault while large damaged bytes are quarantined', () => {
  it.each(faultsOfCut)(
    '$name: no staged bytes are left after the recovery, and those that the record names are kept',
    async (point) => {
      const memory = makeMemory();
      await expect(send(memory, cut, point)).rejects.toThrow(Crash);
      await recover(memory);
      expect(stagedIn(memory)).toEqual([]);

      expect(await send(memory, cut)).toMatchObject({ kind: 'quarantined', reason: 'TRUNCATED' });
      expect(stagedIn(memory)).toEqual([]);
      const [named, ...more] = recordOf(memory)!.quarantined!;
      expect(more).toEqual([]);
      expect(memory.store.quarantined.get(named!.key)?.equals(cut)).toBe(true);
      expect(memory.store.quarantined.has(`${named!.key}.json`)).toBe(true);
    },
  );
});

describe('a transient fault while a large recording is kept as a conflict', () => {
  it.each([
    ['before', 'quarantineStaged'],
    ['after', 'quarantineStaged'],
    ['before', 'explainQuarantined'],
    ['after', 'explainQuarantined'],
  ] as const)('%s %s: no staged bytes are left after the recovery', async (when, name) => {
    const memory = makeMemory();
    await send(memory, wavOf(30_044, 2));
    const calls: string[] = [];
    await send(memory, wavOf(30_044, 3), undefined, calls);
    const point = { call: calls.indexOf(name), when };
    await expect(send(memory, good, point)).rejects.toThrow(Crash);
    await recover(memory);
    expect(stagedIn(memory)).toEqual([]);
    expect(await send(memory, good)).toMatchObject({ kind: 'quarantined', reason: 'CONFLICT' });
    expect(stagedIn(memory)).toEqual([]);
  });
});
