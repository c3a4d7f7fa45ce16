import { KeyTakenError } from '../src/errors.ts';
import { audioOf, factsOf, never, type StoreFixture, startStore } from './store-fixture.ts';

describe('quarantine', () => {
  let fixture: StoreFixture;
  const audio = audioOf(5000);
  const reason = { code: 'NOT_AUDIO', message: 'ñandú' };

  beforeEach(async () => {
    fixture = await startStore();
  });
  afterEach(() => fixture.stop());

  const reasonFor = async (key: string): Promise<unknown> =>
    JSON.parse((await fixture.bytesAt({ bucket: fixture.quarantine, key: `${key}.json` })).toString());

  it('keeps the bytes and, beside them, the reason', async () => {
    await fixture.store.quarantine('bad', [audio.subarray(0, 9), audio.subarray(9)], reason, never);
    expect((await fixture.bytesAt({ bucket: fixture.quarantine, key: 'bad' })).equals(audio)).toBe(true);
    expect(await reasonFor('bad')).toEqual(reason);
  });

  it('may be repeated, and keeps the last reason', async () => {
    await fixture.store.quarantine('bad', [audio], reason, never);
    await fixture.store.quarantine('bad', [audio], { code: 'CONFLICT' }, never);
    expect(await reasonFor('bad')).toEqual({ code: 'CONFLICT' });
    expect(await fixture.keysIn(fixture.quarantine)).toEqual(['bad', 'bad.json']);
  });

  it('refuses other bytes under the same key, and keeps the first ones with their reason', async () => {
    await fixture.store.quarantine('bad', [audio], reason, never);
    await expect(
      fixture.store.quarantine('bad', [audioOf(5000, 2)], { code: 'OTHER' }, never),
    ).rejects.toThrow(KeyTakenError);
    expect((await fixture.bytesAt({ bucket: fixture.quarantine, key: 'bad' })).equals(audio)).toBe(true);
    expect(await reasonFor('bad')).toEqual(reason);
  });

  const inQuarantine = (key: string) => ({ bucket: fixture.quarantine, key });

  const stage = async (key: string, bytes: Buffer): Promise<void> => {
    const metadata = { 'tenant-id': 'acme', source: 'REALTIME' };
    const upload = await fixture.store.stage(key, { contentType: 'audio/wav', metadata }, never);
    await upload.write(bytes);
    await upload.finish();
  };

  it('says whose a staged object is', async () => {
    await stage('incoming/1', audio);
    expect(await fixture.headOf(inQuarantine('incoming/1'))).toMatchObject({
      Metadata: { 'tenant-id': 'acme', source: 'REALTIME', 'staging-id': expect.any(String) },
    });
  });

  it.each(['recordings/acme/c%2F1/aa', 'recordings/%2E%2E/%C3%B1/aa', 'recordings/unidentified/aa'])(
    'copies a staged object to %s, with its metadata, and leaves the staged one',
    async (key) => {
      await stage('incoming/1', audio);
      await fixture.store.quarantineStaged('incoming/1', key, factsOf(audio), never);
      await fixture.store.explainQuarantined(key, reason, never);

      expect(await fixture.keysIn(fixture.quarantine)).toEqual(['incoming/1', key, `${key}.json`]);
      expect((await fixture.bytesAt(inQuarantine(key))).equals(audio)).toBe(true);
      expect(await reasonFor(key)).toEqual(reason);
      expect(await fixture.headOf(inQuarantine(key))).toMatchObject({
        Metadata: { sha256: factsOf(audio).sha256, 'call-id': 'c-1' },
      });
    },
  );

  it('copies the same bytes once, whether they were staged or in memory before', async () => {
    await fixture.store.quarantineBytes('kept', [audio], factsOf(audio), never);
    for (const staged of ['incoming/1', 'incoming/2']) {
      await stage(staged, audio);
      await fixture.store.quarantineStaged(staged, 'kept', factsOf(audio), never);
    }
    await fixture.store.quarantineBytes('kept', [audio], factsOf(audio), never);
    expect((await fixture.bytesAt(inQuarantine('kept'))).equals(audio)).toBe(true);
  });

  it('refuses to copy a staged object over other bytes', async () => {
    await fixture.store.quarantineBytes('kept', [audio], factsOf(audio), never);
    const other = audioOf(5000, 2);
    await stage('incoming/1', other);
    const copying = fixture.store.quarantineStaged('incoming/1', 'kept', factsOf(other), never);
    await expect(copying).rejects.toThrow(KeyTakenError);
    expect((await fixture.bytesAt(inQuarantine('kept'))).equals(audio)).toBe(true);
  });

  it('refuses to copy a staged object that has another length than the received bytes', async () => {
    await stage('incoming/1', audio.subarray(0, 4_999));
    const copying = fixture.store.quarantineStaged('incoming/1', 'kept', factsOf(audio), never);
    await expect(copying).rejects.toMatchObject({ code: 'STORAGE_CONTENT_MISMATCH' });
    expect(await fixture.keysIn(fixture.quarantine)).toEqual(['incoming/1']);
  });

  it('keeps no bytes if the signal is aborted', async () => {
    const shutdown = new Error('shutting down');
    await expect(fixture.store.quarantine('bad', [audio], reason, AbortSignal.abort(shutdown))).rejects.toBe(
      shutdown,
    );
    expect(await fixture.keysIn(fixture.quarantine)).toEqual([]);
  });
});
