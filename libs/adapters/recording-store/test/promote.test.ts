import { S3ServiceException } from '@aws-sdk/client-s3';
import { makeRecordingStore } from '../src/make-recording-store.ts';
import { makePromoteObject } from '../src/promote-object.ts';
import {
  audioOf,
  factsOf,
  interferedClient,
  MIB,
  never,
  type StoreFixture,
  startStore,
} from './store-fixture.ts';

describe('promote', () => {
  let fixture: StoreFixture;

  beforeAll(async () => {
    fixture = await startStore();
  });
  afterAll(() => fixture.stop());

  const at = (key: string) => ({ bucket: fixture.bucket, key });

  const stage = async (key: string, audio: Buffer): Promise<void> => {
    const upload = await fixture.store.stage(key, { contentType: 'application/octet-stream' }, never);
    await upload.write(audio);
    await upload.finish();
  };

  it('copies 21 MiB to the final key, with type and metadata; the staged object stays until discarded', async () => {
    const audio = audioOf(21 * MIB + 1);
    await stage('staged/large', audio);
    expect(await fixture.store.promote('staged/large', at('large'), factsOf(audio), never)).toBe('created');

    expect((await fixture.bytesAt(at('large'))).equals(audio)).toBe(true);
    expect(await fixture.headOf(at('large'))).toMatchObject({
      ContentType: 'audio/wav',
      Metadata: { sha256: factsOf(audio).sha256, 'call-id': 'c-1' },
    });
    expect(await fixture.keysIn(fixture.quarantine)).toContain('staged/large');
    await fixture.store.discard('staged/large');
    await fixture.store.discard('staged/large');
    expect(await fixture.keysIn(fixture.quarantine)).not.toContain('staged/large');
  });

  it('copies an object larger than one part in several parts', async () => {
    const audio = audioOf(17 * MIB + 1);
    await stage('staged/parts', audio);
    const promote = makePromoteObject({
      s3: fixture.s3,
      quarantineBucket: fixture.quarantine,
      copyPartSizeBytes: 6 * MIB,
    });
    expect(await promote('staged/parts', at('parts'), factsOf(audio), never)).toBe('created');
    expect((await fixture.bytesAt(at('parts'))).equals(audio)).toBe(true);
  });

  it.each(['ñ 1+1=2/%41?x#y', 'tenant/2026/call:1'])('finds the staged key %s', async (key) => {
    const audio = audioOf(100);
    await stage(key, audio);
    expect(await fixture.store.promote(key, at(`of ${key}`), factsOf(audio), never)).toBe('created');
    expect((await fixture.bytesAt(at(`of ${key}`))).equals(audio)).toBe(true);
  });

  it('answers exists for a key that has an object, and changes neither object', async () => {
    const [first, second] = [audioOf(200, 1), audioOf(300, 2)];
    await fixture.store.create(at('taken'), [first], factsOf(first), never);
    await stage('staged/late', second);
    expect(await fixture.store.promote('staged/late', at('taken'), factsOf(second), never)).toBe('exists');
    expect((await fixture.bytesAt(at('taken'))).equals(first)).toBe(true);
    expect(await fixture.keysIn(fixture.quarantine)).toContain('staged/late');
  });

  it('stores one of 20 contents that are promoted and created at once', async () => {
    const contents = Array.from({ length: 20 }, (_, seed) => audioOf(1000, seed));
    const results = await Promise.all(
      contents.map(async (content, index) => {
        if (index % 2 === 0) return fixture.store.create(at('race'), [content], factsOf(content), never);
        await stage(`staged/race-${index}`, content);
        return fixture.store.promote(`staged/race-${index}`, at('race'), factsOf(content), never);
      }),
    );
    expect(results.filter((result) => result === 'created')).toHaveLength(1);
    const winner = contents[results.indexOf('created')]!;
    expect((await fixture.bytesAt(at('race'))).equals(winner)).toBe(true);
  });

  it.each([
    ['is missing', 'staged/absent', 100],
    ['has another length', 'staged/other-length', 99],
  ])('refuses a staged object that %s, and makes no object', async (_, key, sizeBytes) => {
    await stage('staged/other-length', audioOf(100)).catch(() => undefined);
    const facts = { ...factsOf(audioOf(100)), sizeBytes };
    await expect(fixture.store.promote(key, at('refused'), facts, never)).rejects.toMatchObject({
      code: 'STORAGE_CONTENT_MISMATCH',
    });
    expect(await fixture.keysIn(fixture.bucket)).not.toContain('refused');
  });

  it('copies again after a conflict that left no object', async () => {
    const audio = audioOf(500);
    await stage('staged/conflict', audio);
    const uploadIds: unknown[] = [];
    const s3 = interferedClient(fixture.local, 'CompleteMultipartUploadCommand', (send, args) => {
      uploadIds.push(args.input.UploadId);
      if (uploadIds.length > 1) return send(args);
      const $metadata = { httpStatusCode: 409, attempts: 1 };
      const name = 'ConditionalRequestConflict';
      return Promise.reject(new S3ServiceException({ name, $fault: 'client', $metadata }));
    });
    const store = makeRecordingStore({ s3, quarantineBucket: fixture.quarantine });

    expect(await store.promote('staged/conflict', at('conflict'), factsOf(audio), never)).toBe('created');
    expect(new Set(uploadIds).size).toBe(2);
  });

  it('says created if the answer to the completion is lost and the SDK repeats it', async () => {
    const audio = audioOf(500);
    await stage('staged/lost', audio);
    let attempts = 0;
    const s3 = interferedClient(
      fixture.local,
      'CompleteMultipartUploadCommand',
      async (send, args) => {
        attempts += 1;
        const answer = await send(args);
        if (attempts === 1) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
        return answer;
      },
      'finalizeRequest',
    );
    const store = makeRecordingStore({ s3, quarantineBucket: fixture.quarantine });
    expect(await store.promote('staged/lost', at('lost'), factsOf(audio), never)).toBe('created');
    expect(attempts).toBe(2);
  });

  it('leaves no object when aborted between the copy and the commit', async () => {
    const audio = audioOf(500);
    await stage('staged/aborted', audio);
    const shutdown = new AbortController();
    const reason = new Error('shutting down');
    const s3 = interferedClient(fixture.local, 'UploadPartCopyCommand', async (send, args) => {
      const answer = await send(args);
      shutdown.abort(reason);
      return answer;
    });
    const store = makeRecordingStore({ s3, quarantineBucket: fixture.quarantine });
    await expect(
      store.promote('staged/aborted', at('aborted'), factsOf(audio), shutdown.signal),
    ).rejects.toBe(reason);
    expect(await fixture.keysIn(fixture.bucket)).not.toContain('aborted');
  });
});
