import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { ContentMismatchError } from '../src/errors.ts';
import { makeRecordingStore } from '../src/make-recording-store.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import {
  audioOf,
  factsOf,
  type Interfere,
  interferedClient,
  never,
  type Step,
  type StoreFixture,
  startStore,
} from './store-fixture.ts';

const conflict = () =>
  new S3ServiceException({
    name: 'ConditionalRequestConflict',
    $fault: 'client',
    $metadata: { httpStatusCode: 409, attempts: 1 },
  });

describe('create', () => {
  let fixture: StoreFixture;
  const audio = audioOf(100_001);
  const chunks = [audio.subarray(0, 7), audio.subarray(7, 60_000), audio.subarray(60_000)];

  beforeAll(async () => {
    fixture = await startStore();
  });
  afterAll(() => fixture.stop());

  const at = (key: string) => ({ bucket: fixture.bucket, key });

  /** A store whose PutObject requests go through `interfere`. */
  const storeWith = (interfere: Interfere, step?: Step) =>
    makeRecordingStore({
      s3: interferedClient(fixture.local, 'PutObjectCommand', interfere, step),
      quarantineBucket: fixture.quarantine,
    });

  it('stores the chunks as one object with its type, checksum and metadata', async () => {
    expect(await fixture.store.create(at('one'), chunks, factsOf(audio), never)).toBe('created');
    expect((await fixture.bytesAt(at('one'))).equals(audio)).toBe(true);
    expect(await fixture.headOf(at('one'))).toMatchObject({
      ContentType: 'audio/wav',
      Metadata: { sha256: factsOf(audio).sha256, 'call-id': 'c-1' },
    });
  });

  it('answers exists the second time, and does not replace the object', async () => {
    const other = audioOf(100_001, 2);
    expect(await fixture.store.create(at('twice'), chunks, factsOf(audio), never)).toBe('created');
    expect(await fixture.store.create(at('twice'), chunks, factsOf(audio), never)).toBe('exists');
    expect(await fixture.store.create(at('twice'), [other], factsOf(other), never)).toBe('exists');
    expect((await fixture.bytesAt(at('twice'))).equals(audio)).toBe(true);
  });

  it('stores one of 20 different contents that are created at once', async () => {
    const contents = Array.from({ length: 20 }, (_, seed) => audioOf(5000, seed));
    const results = await Promise.all(
      contents.map((content) => fixture.store.create(at('race'), [content], factsOf(content), never)),
    );
    expect(results.filter((result) => result === 'created')).toHaveLength(1);
    const winner = contents[results.indexOf('created')]!;
    expect((await fixture.bytesAt(at('race'))).equals(winner)).toBe(true);
  });

  it('stores an object without bytes', async () => {
    const nothing = Buffer.alloc(0);
    expect(await fixture.store.create(at('empty'), [], factsOf(nothing), never)).toBe('created');
    expect(await fixture.headOf(at('empty'))).toMatchObject({ ContentLength: 0 });
  });

  it('refuses facts with another length than the bytes, and does not send them', async () => {
    const facts = { ...factsOf(audio), sizeBytes: 100_000 };
    await expect(fixture.store.create(at('lie'), chunks, facts, never)).rejects.toThrow(ContentMismatchError);
    expect(await fixture.keysIn(fixture.bucket)).not.toContain('lie');
  });

  it('lets S3 refuse bytes that do not have the SHA-256 of the facts', async () => {
    const facts = { ...factsOf(audio), sha256: 'ab'.repeat(32) };
    await expect(fixture.store.create(at('lie'), chunks, facts, never)).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      fault: 'retryable',
    });
    expect(await fixture.keysIn(fixture.bucket)).not.toContain('lie');
  });

  it('sends one request if the answer confirms the checksum, and reads the object again if it does not', async () => {
    const proxy = await startRecordingProxy(String(fixture.local.aws.environment.AWS_ENDPOINT_URL_S3));
    const s3 = new S3Client({ ...fixture.local.aws.clientConfig.s3, endpoint: proxy.url });
    const store = makeRecordingStore({ s3, quarantineBucket: fixture.quarantine });
    expect(await store.create(at('confirmed'), chunks, factsOf(audio), never)).toBe('created');
    s3.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args);
          if (commandName === 'PutObjectCommand') Object.assign(answer.output, { ChecksumSHA256: undefined });
          return answer;
        },
      { step: 'initialize' },
    );
    expect(await store.create(at('unconfirmed'), chunks, factsOf(audio), never)).toBe('created');
    expect(proxy.seen.map(({ operation }) => operation)).toEqual(['PutObject', 'PutObject', 'HEAD']);
    await proxy.stop();
  });

  it('fails if fewer bytes arrive than were sent', async () => {
    const store = storeWith((send, args) => send({ input: { ...args.input, Body: audio.subarray(1) } }));
    await expect(store.create(at('short'), chunks, factsOf(audio), never)).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      fault: 'retryable',
    });
  });

  it('says created if the answer is lost and the SDK repeats the request', async () => {
    let attempts = 0;
    const store = storeWith(async (send, args) => {
      attempts += 1;
      const answer = await send(args);
      if (attempts === 1) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return answer;
    }, 'finalizeRequest');
    expect(await store.create(at('lost'), chunks, factsOf(audio), never)).toBe('created');
    expect(attempts).toBe(2);
  });

  it('says exists if the lost answer was a refusal', async () => {
    const other = audioOf(100, 3);
    await fixture.store.create(at('lost-refusal'), [other], factsOf(other), never);
    const store = storeWith(async (send, args) => {
      await send(args).catch(() => undefined);
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    });
    expect(await store.create(at('lost-refusal'), chunks, factsOf(audio), never)).toBe('exists');
    expect((await fixture.bytesAt(at('lost-refusal'))).equals(other)).toBe(true);
  });

  it('throws a retryable error if the request did not arrive', async () => {
    const store = storeWith(() => Promise.reject(new Error('connect ECONNREFUSED')));
    await expect(store.create(at('unsent'), chunks, factsOf(audio), never)).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      fault: 'retryable',
    });
  });

  it('starts again after a conflict that left no object', async () => {
    let requests = 0;
    const store = storeWith((send, args) => {
      requests += 1;
      return requests === 1 ? Promise.reject(conflict()) : send(args);
    });
    expect(await store.create(at('conflict'), chunks, factsOf(audio), never)).toBe('created');
  });

  it('says exists after a conflict that another writer won', async () => {
    const other = audioOf(100, 4);
    const store = storeWith(async () => {
      await fixture.s3.send(new PutObjectCommand({ Bucket: fixture.bucket, Key: 'rival', Body: other }));
      throw conflict();
    });
    expect(await store.create(at('rival'), chunks, factsOf(audio), never)).toBe('exists');
  });

  it('calls a missing bucket a fault of the configuration', async () => {
    const location = { bucket: 'test-absent', key: 'k' };
    await expect(fixture.store.create(location, chunks, factsOf(audio), never)).rejects.toMatchObject({
      fault: 'configuration',
    });
  });

  it('stores no object and throws the reason if the signal is aborted', async () => {
    const reason = new Error('shutting down');
    await expect(
      fixture.store.create(at('aborted'), chunks, factsOf(audio), AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
    expect(await fixture.keysIn(fixture.bucket)).not.toContain('aborted');
  });
});
