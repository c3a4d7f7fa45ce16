import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { physicalName, recordingsBucket } from '@recordings/topology';
import type { SignedHttp } from '../src/signed-s3.ts';
import { type SignedFixture, signedHttp, startSignedFixture, storeBehind } from './signed-fixture.ts';
import { audioOf, factsOf, never } from './store-fixture.ts';

const audio = audioOf(100_001);
const chunks = [audio.subarray(0, 7), audio.subarray(7, 60_000), audio.subarray(60_000)];

describe('PutObject by signed requests', () => {
  let fixture: SignedFixture;
  let bucket: string;

  beforeAll(async () => {
    fixture = await startSignedFixture();
    bucket = physicalName(fixture.local.prefix, recordingsBucket('sales'));
  });
  afterAll(() => fixture.stop());

  const startStore = (send: SignedHttp = signedHttp, settings = {}) =>
    storeBehind(fixture, { send, settings });
  const at = (key: string) => ({ bucket, key });
  const headOf = (key: string) =>
    fixture.local.clients.s3.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }),
    );

  it.each(['plain', 'acme/a b+c=d', "acme/ü~(1)!*'/x", 'acme/%2F?#&', 'acme//double'])(
    'creates %j once, with type, checksum and metadata, and without the SDK or another request',
    async (key) => {
      const { store, bySdk } = startStore();
      const before = fixture.proxy.passed.length;
      expect(await store.create(at(key), chunks, factsOf(audio), never)).toBe('created');
      expect(fixture.proxy.passed.slice(before)).toEqual(['PUT']);
      expect(await store.create(at(key), chunks, factsOf(audio), never)).toBe('exists');
      expect(bySdk).toEqual([]);
      expect(fixture.proxy.faults).toEqual([]);
      expect(await headOf(key)).toMatchObject({
        ContentType: 'audio/wav',
        ContentLength: audio.length,
        ChecksumSHA256: Buffer.from(factsOf(audio).sha256, 'hex').toString('base64'),
        Metadata: { sha256: factsOf(audio).sha256, 'call-id': 'c-1' },
      });
      const { body } = (await store.read(at(key), never))!;
      const read: Uint8Array[] = [];
      for await (const chunk of body) read.push(chunk);
      expect(Buffer.concat(read).equals(audio)).toBe(true);
    },
  );

  it('stores one of 20 different contents that are created at once', async () => {
    const { store } = startStore();
    const contents = Array.from({ length: 20 }, (_, seed) => audioOf(5_000, seed));
    const results = await Promise.all(
      contents.map((content) => store.create(at('race'), [content], factsOf(content), never)),
    );
    expect(results.filter((result) => result === 'created')).toHaveLength(1);
  });

  it('stores an object without bytes', async () => {
    const { store } = startStore();
    expect(await store.create(at('empty'), [], factsOf(Buffer.alloc(0)), never)).toBe('created');
    expect(await headOf('empty')).toMatchObject({ ContentLength: 0 });
  });

  it('stores no object whose bytes do not have the given SHA-256', async () => {
    const { store } = startStore();
    const facts = { ...factsOf(audio), sha256: 'ab'.repeat(32) };
    await expect(store.create(at('lie'), chunks, facts, never)).rejects.toMatchObject({
      fault: expect.stringMatching(/retryable|configuration/),
    });
    await expect(headOf('lie')).rejects.toThrow();
  });

  it('asks for the configured encryption', async () => {
    const headers: Record<string, string>[] = [];
    const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const { store } = startStore(
      (signing) => (request) => {
        headers.push(request.headers);
        return signedHttp(signing)(request);
      },
      { S3_SSE: 'aws:kms', S3_KMS_KEY_ID: KEY },
    );
    await store.create(at('encrypted'), chunks, factsOf(audio), never);
    expect(headers).toEqual([
      expect.objectContaining({
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': KEY,
        'x-amz-server-side-encryption-bucket-key-enabled': 'true',
      }),
    ]);
  });

  it('says that no connection reads the chunks any more only if one request was sent', async () => {
    const sent: string[] = [];
    const factsOfKey = (key: string) => ({ ...factsOf(audio), onSent: () => void sent.push(key) });
    await startStore().store.create(at('once'), chunks, factsOfKey('once'), never);
    await startStore().store.create(at('once'), chunks, factsOfKey('exists'), never);
    const { store } = startStore(() => async () => ({ status: 503, headers: {}, body: '' }));
    expect(await store.create(at('twice'), chunks, factsOfKey('twice'), never)).toBe('created');
    expect(sent).toEqual(['once']);
  });

  it('is repeated by the SDK after a lost answer, and finds that the object is ours', async () => {
    const { store, bySdk } = startStore((signing) => async (request) => {
      await signedHttp(signing)(request);
      throw new Error('socket hang up');
    });
    expect(await store.create(at('lost'), chunks, factsOf(audio), never)).toBe('created');
    expect(bySdk).toHaveLength(1);
  });

  it.each<[string, { status: number } | Error]>([
    ['the connection breaks', new Error('socket hang up')],
    ['S3 is slowed down', { status: 503 }],
    ['another write of the key is under way', { status: 409 }],
    ['the clock is wrong', { status: 403 }],
  ])('is repeated by the SDK if %s', async (name, answer) => {
    const { store, bySdk } = startStore(() => async () => {
      if (answer instanceof Error) throw answer;
      return { ...answer, headers: {} };
    });
    expect(await store.create(at(`repeated ${name}`), chunks, factsOf(audio), never)).toBe('created');
    expect(bySdk).toHaveLength(1);
  });

  it('reads the object again if the answer does not confirm the checksum', async () => {
    const { store } = startStore((signing) => async (request) => {
      const { status } = await signedHttp(signing)(request);
      return { status, headers: {} };
    });
    const before = fixture.proxy.passed.length;
    expect(await store.create(at('unconfirmed'), chunks, factsOf(audio), never)).toBe('created');
    expect(fixture.proxy.passed.slice(before)).toEqual(['PUT', 'HEAD']);
  });

  it('throws the reason of an aborted signal, and the SDK repeats no request', async () => {
    const stop = new AbortController();
    const reason = new Error('shutting down');
    const { store, bySdk } = startStore(() => async () => {
      stop.abort(reason);
      throw reason;
    });
    await expect(store.create(at('aborted'), chunks, factsOf(audio), stop.signal)).rejects.toBe(reason);
    expect(bySdk).toEqual([]);
  });
});
