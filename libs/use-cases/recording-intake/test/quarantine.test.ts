import { readFileSync } from 'node:fs';
import type { CallRecord } from '@recordings/call-record';
import { sha256Of, wavOf } from '@recordings/test-kit';
import type { DeclaredBytes } from '../src/incoming-recording.ts';
import { makeStoreRecording } from '../src/index.ts';
import { depsOn, type Given, incoming, type Memory, makeMemory, never, recordOf } from './intake-fixture.ts';

type Expectation = {
  readonly path: string;
  readonly verdict: string;
  readonly reason: string | null;
  readonly alsoAcceptable: readonly { readonly reason: string | null }[];
};

const folder = new URL('../../../../fixtures/audio/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Expectation[];
const bad = expected.filter(({ path }) => path.startsWith('bad/'));

/** Keeps everything in memory, or stages everything that has a byte. */
const roads = [
  ['held in memory', 1_000_000],
  ['staged', 0],
] as const;

describe.each(roads)('bytes that are not trusted, %s', (_, maxHeldBytes) => {
  let memory: Memory;
  const send = (bytes: Buffer, given: Given = {}) => {
    const deps = depsOn(memory);
    const limits = { maxBytes: 10_000_000, maxHeldBytes };
    return makeStoreRecording({ ...deps, limits })(incoming(bytes, given), never);
  };

  beforeEach(() => {
    memory = makeMemory();
  });

  /** Quarantined with its reason, without a final object. */
  const expectKeptAway = (bytes: Buffer, reason: unknown): CallRecord => {
    const record = recordOf(memory)!;
    expect(record).toMatchObject({
      audioReceived: true,
      audioProcessed: false,
      s3Stored: false,
      quarantined: [{ reason, sha256: sha256Of(bytes) }],
    });
    const { key } = record.quarantined![0]!;
    expect(memory.store.quarantined.get(key)?.equals(bytes)).toBe(true);
    const why = JSON.parse(String(memory.store.quarantined.get(`${key}.json`))) as object;
    expect(why).toMatchObject({ callId: 'call-1', tenantId: 'acme', reason, sizeBytes: bytes.length });
    expect(memory.store.objects.size).toBe(0);
    expect(memory.published).toEqual([]);
    return record;
  };

  /** Quarantined with its reason, and still to be reconciled. */
  const expectKept = (bytes: Buffer, reason: unknown): void => {
    const record = expectKeptAway(bytes, reason);
    expect(record).toMatchObject({
      reconciliationStatus: 'pending',
      outcome: { code: reason, retryable: true },
    });
    expect(record.reconciliationShard).toBeDefined();
  };

  it.each(bad)('keeps $path with its reason', async ({ path, reason, alsoAcceptable }) => {
    const bytes = readFileSync(new URL(path, folder));
    const reasons = [reason, ...alsoAcceptable.map((other) => other.reason)].filter((one) => one !== null);
    const result = await send(bytes);
    expect(result).toMatchObject({
      kind: 'quarantined',
      isCallStored: false,
      detail: expect.stringMatching(/./),
    });
    if (result.kind !== 'quarantined') return;
    if (reasons.length > 0) expect(reasons).toContain(result.reason);
    expectKept(bytes, result.reason);
  });

  const good = wavOf(12_044);
  const lies: [string, DeclaredBytes, string][] = [
    ['fewer bytes came than declared', { sizeBytes: good.length + 1 }, 'LENGTH_MISMATCH'],
    ['more bytes came than declared', { sizeBytes: good.length - 1 }, 'LENGTH_MISMATCH'],
    ['the length is no number', { sizeBytes: Number.NaN }, 'LENGTH_MISMATCH'],
    ['the checksum differs', { sha256: 'ab'.repeat(32) }, 'CHECKSUM_MISMATCH'],
    ['the checksum is none', { sha256: '' }, 'CHECKSUM_MISMATCH'],
  ];
  it.each(lies)('quarantines good audio when %s', async (_what, declared, reason) => {
    expect(await send(good, { declared })).toMatchObject({ kind: 'quarantined', reason });
    expectKept(good, reason);
  });

  it('stores audio that is as declared, also with a checksum in capitals', async () => {
    const declared = { sizeBytes: good.length, sha256: sha256Of(good).toUpperCase() };
    expect(await send(good, { declared })).toMatchObject({ kind: 'stored' });
  });

  it('quarantines good audio that the caller distrusts', async () => {
    const distrust = { reason: 'CALL_UNIDENTIFIED', detail: 'no call id' };
    expect(await send(good, { distrust })).toMatchObject({ kind: 'quarantined', ...distrust });
    const record = expectKeptAway(good, 'CALL_UNIDENTIFIED');
    expect(record.outcome).toMatchObject({ code: 'CALL_UNIDENTIFIED', retryable: false });
    expect(record.reconciliationShard).toBeUndefined();
  });

  it('keeps the same bytes once', async () => {
    const cut = good.subarray(0, 5_000);
    for (let round = 0; round < 3; round += 1) await send(cut);
    expectKept(cut, 'TRUNCATED');
    const { key } = recordOf(memory)!.quarantined![0]!;
    expect([...memory.store.quarantined.keys()].sort()).toEqual([key, `${key}.json`]);
  });

  it('records the size of the bytes, and from which export jobs they were downloaded', async () => {
    const cut = good.subarray(0, 5_000);
    await send(cut);
    for (const exportJobId of ['job-1', 'job-1', 'job-2']) {
      await send(cut, { source: 'RECONCILIATION', download: { exportJobId, recordingId: 'rec-1' } });
    }
    expect(recordOf(memory)?.quarantined).toMatchObject([
      { sizeBytes: 5_000, recordingId: 'rec-1', downloadedFrom: ['job-1', 'job-2'] },
    ]);
  });

  it('stores a good recording that follows a damaged one', async () => {
    await send(good.subarray(0, 5_000));
    expect(await send(good)).toMatchObject({ kind: 'stored' });
    const record = recordOf(memory);
    expect(record).toMatchObject({ s3Stored: true, reconciliationStatus: 'completed' });
    expect(record?.outcome).toBeUndefined();
    expect(record?.quarantined).toHaveLength(1);
  });

  it('does not change a stored call when damaged bytes arrive later', async () => {
    await send(good);
    await send(good.subarray(0, 5_000));
    const record = recordOf(memory);
    expect(record).toMatchObject({ s3Stored: true, reconciliationStatus: 'completed' });
    expect(record?.outcome).toBeUndefined();
    expect(record?.reconciliationShard).toBeUndefined();
  });
});
