import { makeRecordingStore } from '../src/make-recording-store.ts';
import {
  audioOf,
  factsOf,
  interferedClient,
  MIB,
  never,
  type StoreFixture,
  startStore,
} from './store-fixture.ts';

describe('listQuarantine', () => {
  let fixture: StoreFixture;
  const audio = audioOf(6 * MIB);

  const stage = async (key: string): Promise<void> => {
    const object = { contentType: 'audio/wav', metadata: { 'call-id': 'c-1' } };
    const upload = await fixture.store.stage(key, object, never);
    await upload.write(audio);
    await upload.finish();
  };

  beforeAll(async () => {
    fixture = await startStore();
    await stage('incoming/1');
    await stage('incoming/2');
    await fixture.store.quarantineBytes('recordings/a/b/c', [audio], factsOf(audio), never);
  });
  afterAll(() => fixture.stop());

  const keysOf = async (store = fixture.store): Promise<string[][]> => {
    const pages: string[][] = [];
    for await (const page of store.listQuarantine('incoming/', never)) pages.push(page.map(({ key }) => key));
    return pages;
  };

  it('gives the staged objects and their times, and no quarantined ones', async () => {
    expect(await keysOf()).toEqual([['incoming/1', 'incoming/2']]);
    for await (const page of fixture.store.listQuarantine('incoming/', never))
      for (const { stagedAt } of page) {
        expect(Math.abs(Date.now() - Date.parse(stagedAt))).toBeLessThan(600_000);
        expect(new Date(stagedAt).toISOString()).toBe(stagedAt);
      }
  });

  it('does not give an upload that is not complete', async () => {
    const upload = await fixture.store.stage('incoming/3', { contentType: 'audio/wav' }, never);
    await upload.write(audio);
    expect((await keysOf()).flat()).not.toContain('incoming/3');
    await upload.abort();
  });

  it('reads on until S3 has no further page', async () => {
    const s3 = interferedClient(fixture.local, 'ListObjectsV2Command', (send, args) =>
      send({ input: { ...args.input, MaxKeys: 1 } }),
    );
    const paged = makeRecordingStore({ s3, quarantineBucket: fixture.quarantine });
    expect((await keysOf(paged)).flat()).toEqual(['incoming/1', 'incoming/2']);
  });

  it('begins after a key', async () => {
    const keys: string[] = [];
    for await (const page of fixture.store.listQuarantine('incoming/', never, 'incoming/1'))
      keys.push(...page.map(({ key }) => key));
    expect(keys).toEqual(['incoming/2']);
  });

  it('reads a staged object with its metadata, and says if it is gone', async () => {
    const staged = await fixture.store.readQuarantine('incoming/1', never);
    expect(staged).toMatchObject({ sizeBytes: 6 * MIB, metadata: { 'call-id': 'c-1' } });
    const chunks: Uint8Array[] = [];
    for await (const chunk of staged!.body) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(audio)).toBe(true);
    expect(await fixture.store.readQuarantine('incoming/none', never)).toBeUndefined();
  });

  it('throws our own error if S3 does not answer', async () => {
    const s3 = interferedClient(fixture.local, 'ListObjectsV2Command', () =>
      Promise.reject(new Error('away')),
    );
    const broken = makeRecordingStore({ s3, quarantineBucket: fixture.quarantine });
    await expect(keysOf(broken)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});
