import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import type { SignedHttp } from '../src/signed-s3.ts';
import { type SignedFixture, signedHttp, startSignedFixture, storeBehind } from './signed-fixture.ts';
import { audioOf, MIB, never } from './store-fixture.ts';

/** The SDK and the embedded S3 hash many megabytes here, which takes long on a busy machine. */
const PATIENCE_MS = 120_000;
const object = { contentType: 'audio/wav' };

describe('UploadPart by signed requests', () => {
  let fixture: SignedFixture;

  beforeEach(async () => {
    fixture = await startSignedFixture();
  });
  afterEach(() => fixture.stop());

  const staged = async (key: string): Promise<Buffer> => {
    const get = new GetObjectCommand({ Bucket: fixture.quarantine, Key: key });
    return Buffer.from(await (await fixture.local.clients.s3.send(get)).Body!.transformToByteArray());
  };

  /** A store whose signed requests go through `interfere`. */
  const storeWith = (interfere: SignedHttp) => storeBehind(fixture, { send: interfere });

  it(
    'sends every part of a staged object without the SDK',
    async () => {
      const { store, bySdk } = storeBehind(fixture);
      const audio = audioOf(11 * MIB + 3);
      const upload = await store.stage("incoming/a b+c=d~(1)!*'", object, never);
      for (let at = 0; at < audio.length; at += 65_537) await upload.write(audio.subarray(at, at + 65_537));
      expect(await upload.finish()).toEqual({ sizeBytes: audio.length });
      expect(bySdk).toEqual([]);
      expect(fixture.proxy.faults).toEqual([]);
      expect((await staged("incoming/a b+c=d~(1)!*'")).equals(audio)).toBe(true);
    },
    PATIENCE_MS,
  );

  it('sends one empty part if there are no bytes', async () => {
    const { store, bySdk } = storeBehind(fixture);
    expect(await (await store.stage('nothing', object, never)).finish()).toEqual({ sizeBytes: 0 });
    expect(bySdk).toEqual([]);
    const head = new HeadObjectCommand({ Bucket: fixture.quarantine, Key: 'nothing' });
    expect(await fixture.local.clients.s3.send(head)).toMatchObject({ ContentLength: 0 });
  });

  it('lets the SDK send a part again whose answer got lost, and the object has its bytes once', async () => {
    const { store, bySdk } = storeWith((signing) => async (request) => {
      await signedHttp(signing)(request);
      throw new Error('socket hang up');
    });
    const upload = await store.stage('lost', object, never);
    await upload.write(Buffer.from('kept'));
    expect(await upload.finish()).toEqual({ sizeBytes: 4 });
    expect(bySdk).toEqual(['UploadPartCommand']);
    expect((await staged('lost')).toString()).toBe('kept');
  });

  it.each([503, 409, 403, 200])(
    'lets the SDK send a part again that S3 answered with %i and no ETag',
    async (status) => {
      const { store, bySdk } = storeWith(() => async () => ({ status, headers: {} }));
      const upload = await store.stage(`status-${status}`, object, never);
      await upload.write(Buffer.from('kept'));
      await upload.finish();
      expect(bySdk).toEqual(['UploadPartCommand']);
    },
  );

  it('is refused with a byte that differs from those that were written, and stores none of them', async () => {
    const { store } = storeWith((signing) => (request) => {
      request.body[0]!.fill(0, 0, 1); // The memory of the part: the SDK then sends the same wrong byte.
      return signedHttp(signing)(request);
    });
    const upload = await store.stage('altered', object, never);
    await upload.write(Buffer.from('kept'));
    await expect(upload.finish()).rejects.toMatchObject({
      fault: expect.stringMatching(/retryable|configuration/),
    });
    expect(fixture.proxy.faults).toContain('the body does not have the given CRC32');
    await upload.abort();
  });

  it('asks for no encryption: the parts are encrypted as their upload says', async () => {
    const names: string[] = [];
    const send: SignedHttp = (signing) => (request) => {
      names.push(...Object.keys(request.headers));
      return signedHttp(signing)(request);
    };
    const { store } = storeBehind(fixture, { send, settings: { S3_SSE: 'AES256' } });
    await (await store.stage('encrypted', object, never)).finish();
    expect(names).toContain('x-amz-checksum-crc32');
    expect(names.filter((name) => name.includes('encryption'))).toEqual([]);
  });

  it('throws the reason of an aborted signal, and the SDK sends nothing again', async () => {
    const stop = new AbortController();
    const reason = new Error('shutting down');
    const { store, bySdk } = storeWith(() => async () => {
      stop.abort(reason);
      throw reason;
    });
    const upload = await store.stage('aborted', object, stop.signal);
    await upload.write(Buffer.from('kept'));
    await expect(upload.finish()).rejects.toBe(reason);
    expect(bySdk).toEqual([]);
    await upload.abort();
  });
});
