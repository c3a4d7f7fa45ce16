import { sha256Of, wavOf } from '@recordings/test-kit';
import { makeStoreRecording } from '../src/index.ts';
import { depsOn, incoming, key, type Memory, makeMemory, never, recordOf } from './intake-fixture.ts';
import { inPieces } from './memory-store.ts';

const AT = 'sales/acme/call-1';
const location = { bucket: 'sales', key: 'acme/call-1' };

describe.each([
  ['small', 8_044],
  ['staged', 30_044],
])('storing a %s recording', (_, sizeBytes) => {
  const first = wavOf(sizeBytes, 1);
  const second = wavOf(sizeBytes, 2);
  let memory: Memory;
  const send = (bytes: Buffer) => makeStoreRecording(depsOn(memory))(incoming(bytes), never);

  beforeEach(() => {
    memory = makeMemory();
  });

  const expectStored = (bytes: Buffer): void => {
    expect([...memory.store.objects.keys()]).toEqual([AT]);
    expect(memory.store.objects.get(AT)?.bytes.equals(bytes)).toBe(true);
    expect(recordOf(memory)).toMatchObject({ s3Stored: true, audio: { sha256: sha256Of(bytes) } });
  };

  it('commits object and record, publishes, and leaves no staged bytes', async () => {
    expect(await send(first)).toEqual({ kind: 'stored', key, location, sha256: sha256Of(first) });
    expectStored(first);
    expect(memory.store.objects.get(AT)?.contentType).toBe('audio/wav');
    expect(memory.published).toHaveLength(1);
    expect(memory.store.quarantined.size).toBe(0);
  });

  it('publishes the same content again without writing it', async () => {
    await send(first);
    const record = structuredClone(recordOf(memory));
    expect(await send(first)).toEqual({ kind: 'stored before', key, location, sha256: sha256Of(first) });
    expect(recordOf(memory)).toEqual(record);
    expectStored(first);
    expect(memory.store.quarantined.size).toBe(0);
    expect(memory.published).toHaveLength(2);
  });

  it('quarantines other content for a stored call as a conflict, and keeps the first', async () => {
    await send(first);
    const { quarantined: _, history: __, ...before } = structuredClone(recordOf(memory)!);
    const result = await send(second);
    expect(result).toMatchObject({
      kind: 'quarantined',
      reason: 'CONFLICT',
      sha256: sha256Of(second),
      isCallStored: true,
    });
    expectStored(first);
    const { quarantined, quarantinedCount, lastQuarantined, history, ...after } = recordOf(memory)!;
    expect(quarantinedCount).toBe(1);
    expect(lastQuarantined?.reason).toBe('CONFLICT');
    expect(after).toEqual({ ...before, revision: before.revision + 1, updatedAt: after.updatedAt });
    expect(history.at(-1)?.what).toBe('quarantined');
    expect(memory.store.quarantined.get(quarantined![0]!.key)?.equals(second)).toBe(true);
    expect(memory.published).toHaveLength(1);
  });

  it('keeps the same conflicting content once', async () => {
    await send(first);
    for (let round = 0; round < 3; round += 1) await send(second);
    expect(recordOf(memory)?.quarantined).toHaveLength(1);
    const { key } = recordOf(memory)!.quarantined![0]!;
    expect([...memory.store.quarantined.keys()].sort()).toEqual([key, `${key}.json`]);
  });

  it('completes the record from an object that a crash left, when its content is sent again', async () => {
    leave(first);
    expect(await send(first)).toMatchObject({ kind: 'stored before' });
    expectStored(first);
    expect(memory.published).toMatchObject([{ sha256: sha256Of(first) }]);
  });

  it('completes the record from an object that a crash left, and judges other content against it', async () => {
    leave(first);
    expect(await send(second)).toMatchObject({ kind: 'quarantined', reason: 'CONFLICT' });
    expectStored(first);
    expect(recordOf(memory)?.audio).toMatchObject({ bytes: first.length, codec: 'pcm_s16le' });
  });

  it('fails when the existing object is gone before it is read', async () => {
    leave(first);
    const deps = depsOn(memory);
    const store = { ...deps.store, read: () => Promise.resolve(undefined) };
    const storing = makeStoreRecording({ ...deps, store })(incoming(first), never);
    await expect(storing).rejects.toMatchObject({ fault: 'retryable' });
    expect(recordOf(memory)?.s3Stored).toBe(false);
    expect(memory.published).toEqual([]);
  });

  it('stores one of two contents that arrive at once, and quarantines the other', async () => {
    const results = await Promise.all([send(first), send(second)]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['quarantined', 'stored']);
    const winner = results[0].kind === 'stored' ? first : second;
    expectStored(winner);
    expect(recordOf(memory)?.quarantined).toMatchObject([{ reason: 'CONFLICT' }]);
  });

  it('stores one object when the same content arrives ten times at once', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => send(first)));
    expect(results.filter(({ kind }) => kind === 'quarantined')).toEqual([]);
    expectStored(first);
    expect(memory.store.quarantined.size).toBe(0);
  });

  it('fails until the event is published; the next try publishes it', async () => {
    const deps = depsOn(memory);
    const publishStored = () => Promise.reject(new Error('SNS is away'));
    const storing = makeStoreRecording({ ...deps, publishStored })(incoming(first), never);
    await expect(storing).rejects.toThrow('SNS is away');
    expect(await send(first)).toMatchObject({ kind: 'stored before' });
    expect(memory.published).toHaveLength(1);
  });

  it('uses the location on the record, also after the registry changed', async () => {
    const deps = depsOn(memory);
    const stopped = { ...deps, store: { ...deps.store, create: failing, promote: failing } };
    await expect(makeStoreRecording(stopped)(incoming(first), never)).rejects.toThrow('S3 is away');
    const moved = { ...deps, locate: () => ({ bucket: 'elsewhere', key: 'k' }) };
    expect(await makeStoreRecording(moved)(incoming(first), never)).toMatchObject({ location });
    expectStored(first);
  });

  it('names the call in the metadata of its object, and records the times in their order', async () => {
    const deps = depsOn(memory);
    const metadata: unknown[] = [];
    const store: typeof deps.store = {
      ...deps.store,
      create: (...args) => {
        metadata.push(args[2].metadata);
        return deps.store.create(...args);
      },
      promote: (...args) => {
        metadata.push(args[2].metadata);
        return deps.store.promote(...args);
      },
    };
    await makeStoreRecording({ ...deps, store })(incoming(first), never);
    expect(metadata).toEqual([{ 'call-id': 'call-1', 'tenant-id': 'acme' }]);
    const { audioReceivedAt, audioProcessedAt, s3StoredAt } = recordOf(memory)!;
    const times = [audioReceivedAt!, audioProcessedAt!, s3StoredAt!];
    expect(new Set(times).size).toBe(3);
    expect(times.toSorted()).toEqual(times);
  });

  it('records that it was pulled', async () => {
    const pulled = incoming(first, { source: 'RECONCILIATION', body: inPieces(first) });
    await makeStoreRecording(depsOn(memory))(pulled, never);
    expect(recordOf(memory)?.ingestionSource).toBe('RECONCILIATION');
    expect(memory.published).toMatchObject([{ source: 'RECONCILIATION' }]);
  });

  /** As a crash between the object's commit and the record's leaves it. */
  const leave = (bytes: Buffer): void => {
    memory.store.objects.set(AT, { bytes, contentType: 'audio/wav' });
  };
});

const failing = () => Promise.reject(new Error('S3 is away'));
