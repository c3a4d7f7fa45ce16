import { sha256Of, wavOf } from '@recordings/test-kit';
import { Crash, crashPointsOf, send } from './crashing.ts';
import { type Memory, makeMemory, recordOf } from './intake-fixture.ts';

const sizes = [
  ['small', wavOf(8_044)],
  ['staged', wavOf(30_044)],
] as const;
const cut = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 501);

/** The one stored recording of the call, its record and its event. */
const expectComplete = ({ store, published, ...memory }: Memory, bytes: Buffer): void => {
  const record = recordOf({ store, published, ...memory });
  expect([...store.objects.keys()]).toEqual(['sales/acme/call-1']);
  expect(store.objects.get('sales/acme/call-1')?.bytes.equals(bytes)).toBe(true);
  expect(record).toMatchObject({
    audioReceived: true,
    audioProcessed: true,
    s3Stored: true,
    location: { bucket: 'sales', key: 'acme/call-1' },
    audioUrl: 's3://sales/acme/call-1',
    audio: { sha256: sha256Of(bytes), bytes: bytes.length },
    reconciliationStatus: 'completed',
    ingestionSource: 'REALTIME',
  });
  expect(record?.reconciliationShard).toBeUndefined();
  expect(published.at(-1)).toMatchObject({ callId: 'call-1', sha256: sha256Of(bytes), source: 'REALTIME' });
};

const goodPoints = await Promise.all(
  sizes.map(async ([size, bytes]) => ({
    size,
    bytes,
    points: await crashPointsOf((calls) => send(makeMemory(), bytes, undefined, calls)),
  })),
);

describe.each(goodPoints)('a crash while a $size recording is stored', ({ bytes, points }) => {
  it.each(points)('$name: the recording sent again is complete, once', async (point) => {
    const memory = makeMemory();
    await expect(send(memory, bytes, point)).rejects.toThrow(Crash);
    expect(memory.store.objects.size).toBeLessThanOrEqual(1);

    const result = await send(memory, bytes);
    expect(['stored', 'stored before']).toContain(result.kind);
    expectComplete(memory, bytes);
    expect(recordOf(memory)?.quarantined).toBeUndefined();
  });

  it.each(points)('$name: another recording follows: one is stored, the other quarantined', async (point) => {
    const other = wavOf(bytes.length, 2);
    const memory = makeMemory();
    await expect(send(memory, bytes, point)).rejects.toThrow(Crash);

    const results = [await send(memory, other), await send(memory, bytes)];
    const conflicts = results.filter((result) => result.kind === 'quarantined');
    expect(conflicts).toMatchObject([{ reason: 'CONFLICT' }]);
    const [winner, loser] = results[0]?.kind === 'quarantined' ? [bytes, other] : [other, bytes];
    expectComplete(memory, winner);
    expect(recordOf(memory)?.quarantined).toMatchObject([{ reason: 'CONFLICT', sha256: sha256Of(loser) }]);
    const [quarantined] = recordOf(memory)!.quarantined!;
    expect(memory.store.quarantined.get(quarantined!.key)?.equals(loser)).toBe(true);
  });

  it.each(points)('$name: three crashes at the same point do no harm', async (point) => {
    const memory = makeMemory();
    for (let round = 0; round < 3; round += 1) {
      await send(memory, bytes, point).catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
    }
    await send(memory, bytes);
    expectComplete(memory, bytes);
  });
});

const badPoints = await Promise.all(
  sizes.map(async ([size, bytes]) => ({
    size,
    bytes: cut(bytes),
    points: await crashPointsOf((calls) => send(makeMemory(), cut(bytes), undefined, calls)),
  })),
);

describe.each(badPoints)('a crash while a damaged $size recording is quarantined', ({ bytes, points }) => {
  it.each(points)('$name: sent again it is quarantined with its reason', async (point) => {
    const memory = makeMemory();
    await expect(send(memory, bytes, point)).rejects.toThrow(Crash);
    expect(await send(memory, bytes)).toMatchObject({ kind: 'quarantined', reason: 'TRUNCATED' });

    const record = recordOf(memory);
    expect(record).toMatchObject({ s3Stored: false, reconciliationStatus: 'pending' });
    expect(record?.quarantined).toMatchObject([{ reason: 'TRUNCATED', sha256: sha256Of(bytes) }]);
    const { store } = memory;
    const { key } = record!.quarantined![0]!;
    expect(store.quarantined.get(key)?.equals(bytes)).toBe(true);
    expect(JSON.parse(String(store.quarantined.get(`${key}.json`)))).toMatchObject({ reason: 'TRUNCATED' });
    expect(store.objects.size).toBe(0);
    expect(memory.published).toEqual([]);
  });
});
