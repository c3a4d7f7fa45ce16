import { S3ServiceException } from '@aws-sdk/client-s3';
import { makeRecordingStore } from '../src/make-recording-store.ts';
import { audioOf, factsOf, interferedClient, never, type StoreFixture, startStore } from './store-fixture.ts';

describe('a recording that moves to another tenant', () => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await startStore();
  });
  afterAll(() => fixture.stop());

  const at = (key: string) => ({ bucket: fixture.bucket, key });
  const audio = audioOf(5_000);
  const about = { sha256: factsOf(audio).sha256, sizeBytes: audio.length, tenantId: 'acme' };

  it('is copied with its type and metadata, and names its new tenant', async () => {
    await fixture.store.create(at('old'), [audio], factsOf(audio), never);
    expect(await fixture.store.copy(at('old'), at('new'), about, never)).toBe('created');
    expect((await fixture.bytesAt(at('new'))).equals(audio)).toBe(true);
    expect(await fixture.headOf(at('new'))).toMatchObject({
      ContentType: 'audio/wav',
      Metadata: { sha256: about.sha256, 'call-id': 'c-1', 'tenant-id': 'acme' },
    });
    expect((await fixture.bytesAt(at('old'))).equals(audio)).toBe(true);
  });

  it('replaces no object', async () => {
    const other = audioOf(6_000, 7);
    await fixture.store.create(at('old-2'), [audio], factsOf(audio), never);
    await fixture.store.create(at('taken'), [other], factsOf(other), never);
    expect(await fixture.store.copy(at('old-2'), at('taken'), about, never)).toBe('exists');
    expect((await fixture.bytesAt(at('taken'))).equals(other)).toBe(true);
  });

  it('must exist, in its size', async () => {
    const code = 'STORAGE_CONTENT_MISMATCH';
    await expect(fixture.store.copy(at('nowhere'), at('n'), about, never)).rejects.toMatchObject({ code });
    const shorter = { ...about, sizeBytes: 4_999 };
    await expect(fixture.store.copy(at('old'), at('n'), shorter, never)).rejects.toMatchObject({ code });
    expect(await fixture.keysIn(fixture.bucket)).not.toContain('n');
  });

  it('is deleted once, and is kept where the bucket forbids that', async () => {
    await fixture.store.create(at('gone'), [audio], factsOf(audio), never);
    expect(await fixture.store.remove(at('gone'))).toBe('deleted');
    expect(await fixture.store.remove(at('gone'))).toBe('deleted');
    expect(await fixture.keysIn(fixture.bucket)).not.toContain('gone');

    const denied = interferedClient(fixture.local, 'DeleteObjectCommand', () => {
      const metadata = { httpStatusCode: 403 };
      throw new S3ServiceException({ name: 'AccessDenied', $fault: 'client', $metadata: metadata });
    });
    const store = makeRecordingStore({ s3: denied, quarantineBucket: fixture.quarantine });
    expect(await store.remove(at('old'))).toBe('kept');
    expect(await fixture.keysIn(fixture.bucket)).toContain('old');
  });
});
