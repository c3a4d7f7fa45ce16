import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { wavOf } from '@recordings/test-kit';
import { makeStoreRecording } from '../src/index.ts';
import {
  depsOn,
  incoming,
  MAX_BYTES,
  MAX_HELD_BYTES,
  type Memory,
  makeMemory,
  never,
} from './intake-fixture.ts';
import { inPieces } from './memory-store.ts';

describe('the stream of a recording', () => {
  let memory: Memory;
  beforeEach(() => {
    memory = makeMemory();
  });

  const expectNothing = (): void => {
    expect(memory.store.objects.size).toBe(0);
    expect(memory.store.quarantined.size).toBe(0);
    expect(memory.store.openUploads.size).toBe(0);
    expect(memory.records.size).toBe(0);
    expect(memory.published).toEqual([]);
  };

  it('may have exactly the allowed size', async () => {
    const result = await makeStoreRecording(depsOn(memory))(incoming(wavOf(MAX_BYTES)), never);
    expect(result.kind).toBe('stored');
  });

  it('is rejected when it is one byte too large, and leaves no trace', async () => {
    const bytes = Buffer.concat([wavOf(MAX_BYTES), Buffer.alloc(1)]);
    const storing = makeStoreRecording(depsOn(memory))(incoming(bytes), never);
    await expect(storing).rejects.toMatchObject({ code: 'RECORDING_TOO_LARGE', fault: 'permanent' });
    expectNothing();
  });

  it('is not read further once it is too large', async () => {
    let readBytes = 0;
    const endless = (async function* () {
      for (;;) {
        readBytes += 1_000;
        yield await Promise.resolve(Buffer.alloc(1_000));
      }
    })();
    const storing = makeStoreRecording(depsOn(memory))(incoming(Buffer.alloc(0), { body: endless }), never);
    await expect(storing).rejects.toMatchObject({ code: 'RECORDING_TOO_LARGE' });
    expect(readBytes).toBe(MAX_BYTES + 1_000);
    expectNothing();
  });

  /** A body whose chunks have their memory alone, and those that were read so far. */
  const inChunks = (bytes: Uint8Array) => {
    const chunks: Uint8Array[] = [];
    const body = (async function* () {
      for await (const piece of inPieces(bytes, 5_000)) {
        const chunk = new Uint8Array(piece);
        chunks.push(chunk);
        yield chunk;
      }
    })();
    return { body, readBytes: () => chunks.reduce((sum, { length }) => sum + length, 0) };
  };

  it.each([
    ['held in memory', MAX_HELD_BYTES],
    ['staged', MAX_HELD_BYTES + 5_000],
  ])('frees each chunk of a recording that is %s, and stores every byte', async (_, sizeBytes) => {
    const bytes = wavOf(sizeBytes);
    const { body, readBytes } = inChunks(bytes);
    const recording = { ...incoming(bytes, { body }), ownsChunks: true };
    expect(await makeStoreRecording(depsOn(memory))(recording, never)).toMatchObject({ kind: 'stored' });
    expect(readBytes()).toBe(0);
    expect([...memory.store.objects.values()].map((stored) => stored.bytes)).toEqual([bytes]);
  });

  it('frees no chunk that other code may read', async () => {
    const bytes = wavOf(MAX_HELD_BYTES);
    const { body, readBytes } = inChunks(bytes);
    await makeStoreRecording(depsOn(memory))(incoming(bytes, { body }), never);
    expect(readBytes()).toBe(MAX_HELD_BYTES);
  });

  it('frees no chunk of a recording that the store did not take, because its connection may still read it', async () => {
    const bytes = wavOf(MAX_HELD_BYTES);
    const store = makeStoreRecording(depsOn(memory));
    await store(incoming(bytes), never);
    const { body, readBytes } = inChunks(bytes);
    const again = { ...incoming(bytes, { body }), ownsChunks: true };
    expect(await store(again, never)).toMatchObject({ kind: 'stored before' });
    expect(readBytes()).toBe(MAX_HELD_BYTES);
  });

  it('is reported as too large even if its upload cannot be aborted', async () => {
    const deps = depsOn(memory);
    const stage: typeof deps.store.stage = async (...args) => ({
      ...(await deps.store.stage(...args)),
      abort: () => Promise.reject(new Error('S3 is away')),
    });
    const storing = makeStoreRecording({ ...deps, store: { ...deps.store, stage } })(
      incoming(wavOf(MAX_BYTES + 2)),
      never,
    );
    await expect(storing).rejects.toMatchObject({ code: 'RECORDING_TOO_LARGE' });
  });

  it.each([
    ['at its first byte', 0],
    ['while it is held in memory', MAX_HELD_BYTES - 5_000],
    ['after it was staged', MAX_HELD_BYTES + 5_000],
    ['at its last byte', 60_000],
  ])('leaves storage and record unchanged when it fails %s', async (_, goodBytes) => {
    const bytes = wavOf(60_000);
    const broken = (async function* () {
      yield* inPieces(bytes.subarray(0, goodBytes));
      throw new Error('the connection broke');
    })();
    const storing = makeStoreRecording(depsOn(memory))(incoming(bytes, { body: broken }), never);
    await expect(storing).rejects.toThrow('the connection broke');
    expectNothing();
  });

  it.each([1_000, 60_000])(
    'leaves no trace when the signal aborts during its %i bytes',
    async (sizeBytes) => {
      const shutdown = new AbortController();
      const bytes = wavOf(sizeBytes);
      const body = (async function* () {
        yield* inPieces(bytes.subarray(0, sizeBytes / 2));
        shutdown.abort(new Error('shutting down'));
        yield* inPieces(bytes.subarray(sizeBytes / 2));
      })();
      const storing = makeStoreRecording(depsOn(memory))(incoming(bytes, { body }), shutdown.signal);
      await expect(storing).rejects.toThrow('shutting down');
      expectNothing();
    },
  );

  it('gives the same verdict and bytes with chunks of any size', async () => {
    const bytes = wavOf(30_000);
    for (const pieceBytes of [1, 44, 29_999, 30_000]) {
      const each = makeMemory();
      const body = inPieces(bytes, pieceBytes);
      const result = await makeStoreRecording(depsOn(each))(incoming(bytes, { body }), never);
      expect(result.kind).toBe('stored');
      expect(each.store.objects.get('sales/acme/call-1')?.bytes.equals(bytes)).toBe(true);
    }
  });

  it.each([
    ['is staged from its first byte if its sender says that it is too large', MAX_HELD_BYTES + 1, true],
    ['is held in memory if its sender says that it is small', 1_000, false],
  ])('%s', async (_, expectedBytes, isStaged) => {
    const storing = makeStoreRecording(depsOn(memory));
    const result = await storing({ ...incoming(wavOf(900)), expectedBytes }, never);
    expect(result.kind).toBe('stored');
    expect(memory.store.metadata.size).toBe(isStaged ? 1 : 0);
  });

  it('releases its chunks once it is staged', async () => {
    const chunks: WeakRef<Uint8Array>[] = [];
    const CHUNKS = 64;
    const body = (async function* () {
      const whole = wavOf(CHUNKS * 65_536);
      for (let n = 0; n < CHUNKS; n += 1) {
        const chunk = Uint8Array.from(whole.subarray(n * 65_536, (n + 1) * 65_536));
        chunks.push(new WeakRef(chunk));
        yield await Promise.resolve(chunk);
      }
    })();
    let mostHeld = 0;
    let written = 0;
    const deps = depsOn(memory);
    const stage: typeof deps.store.stage = () =>
      Promise.resolve({
        write: async () => {
          written += 1;
          if (written % 16 !== 0) return;
          await collected();
          mostHeld = Math.max(mostHeld, chunks.filter((chunk) => chunk.deref()).length);
        },
        finish: () => Promise.reject(new Error('far enough')),
        abort: () => Promise.resolve(),
      });
    const limits = { maxBytes: 10_000_000, maxHeldBytes: 4 * 65_536 };
    const storing = makeStoreRecording({ ...deps, limits, store: { ...deps.store, stage } });
    await expect(storing(incoming(Buffer.alloc(0), { body }), never)).rejects.toThrow('far enough');

    expect(written).toBe(CHUNKS);
    expect(mostHeld).toBeLessThanOrEqual(6);
  });
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A WeakRef stays whole until the end of the turn of the event loop that made or read it. */
const collected = async (): Promise<void> => {
  await new Promise((resolve) => setImmediate(resolve));
  collect();
};
