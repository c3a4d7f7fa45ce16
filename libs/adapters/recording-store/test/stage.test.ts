import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { waitUntil } from '@recordings/test-kit';
import { KeyTakenError } from '../src/errors.ts';
import { makeRecordingStore } from '../src/make-recording-store.ts';
import type { StagedUpload } from '../src/recording-store.ts';
import {
  alteredBytesCode,
  audioOf,
  type Interfere,
  interferedClient,
  MIB,
  never,
  type StoreFixture,
  startStore,
} from './store-fixture.ts';

/** The SDK and the embedded S3 hash many megabytes here, which takes long on a busy machine. */
const PATIENCE_MS = 120_000;

const writeAll = async (upload: StagedUpload, bytes: Buffer, chunkBytes: number): Promise<void> => {
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    await upload.write(bytes.subarray(offset, offset + chunkBytes));
  }
};

describe('stage', () => {
  let fixture: StoreFixture;

  beforeEach(async () => {
    fixture = await startStore();
  });
  afterEach(() => fixture.stop());

  /** S3 here refuses to delete a bucket that holds an object or the parts of an unfinished upload. */
  const expectNothingLeft = () =>
    expect(fixture.s3.send(new DeleteBucketCommand({ Bucket: fixture.quarantine }))).resolves.toBeDefined();

  const staged = (key: string) => ({ bucket: fixture.quarantine, key });

  /** A store whose UploadPart requests go through `interfere`. */
  const storeWith = (interfere: Interfere, command = 'UploadPartCommand') =>
    makeRecordingStore({
      s3: interferedClient(fixture.local, command, interfere),
      quarantineBucket: fixture.quarantine,
    });

  it.each([
    ['many small chunks', 21 * MIB + 3, 65_537],
    ['a chunk larger than two parts', 20 * MIB, 20 * MIB],
    ['exactly one part', 5 * MIB, MIB],
    ['a few bytes', 5, 2],
  ])(
    'makes one object of %s',
    async (_, sizeBytes, chunkBytes) => {
      const audio = audioOf(sizeBytes);
      const upload = await fixture.store.stage('a/b', { contentType: 'audio/wav' }, never);
      await writeAll(upload, audio, chunkBytes);
      expect(await fixture.keysIn(fixture.quarantine)).toEqual([]);

      expect(await upload.finish()).toEqual({ sizeBytes });
      expect((await fixture.bytesAt(staged('a/b'))).equals(audio)).toBe(true);
      expect(await fixture.headOf(staged('a/b'))).toMatchObject({ ContentType: 'audio/wav' });
    },
    PATIENCE_MS,
  );

  it(
    'stores all of several recordings with the memory of one part, though some are aborted or fail',
    async () => {
      let failing = true;
      const store = makeRecordingStore({
        s3: interferedClient(fixture.local, 'UploadPartCommand', (send, args) => {
          if (!failing) return send(args);
          failing = false;
          return Promise.reject(new Error('reset'));
        }),
        quarantineBucket: fixture.quarantine,
        maxPartBuffers: 1,
      });
      const open = (key: string) => store.stage(key, { contentType: 'audio/wav' }, never);
      const audio = audioOf(6 * MIB);

      const failed = await open('failed');
      await expect(writeAll(failed, audio, MIB).then(() => failed.finish())).rejects.toThrow();
      const aborted = await open('aborted');
      const waiting = aborted.write(audio.subarray(0, MIB));
      await failed.abort();
      await waiting;
      await aborted.abort();

      const keys = ['one', 'two', 'three'];
      await Promise.all(
        keys.map(async (key) => {
          const upload = await open(key);
          await writeAll(upload, audio, MIB);
          await upload.finish();
        }),
      );
      for (const key of keys) expect((await fixture.bytesAt(staged(key))).equals(audio)).toBe(true);
    },
    PATIENCE_MS,
  );

  it('makes an empty object if there are no bytes', async () => {
    const upload = await fixture.store.stage('nothing', { contentType: 'audio/wav' }, never);
    expect(await upload.finish()).toEqual({ sizeBytes: 0 });
    expect(await fixture.headOf(staged('nothing'))).toMatchObject({ ContentLength: 0 });
  });

  it(
    'holds at most two parts: a write waits while S3 is slow',
    async () => {
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      const inFlight = new Set<number>();
      let mostInFlight = 0;
      const store = storeWith(async (send, args) => {
        inFlight.add(Number(args.input.PartNumber));
        mostInFlight = Math.max(mostInFlight, inFlight.size);
        expect((args.input.Body as Buffer).length).toBeLessThanOrEqual(5 * MIB);
        await gate;
        return send(args).finally(() => inFlight.delete(Number(args.input.PartNumber)));
      });

      const upload = await store.stage('slow', { contentType: 'audio/wav' }, never);
      const audio = audioOf(40 * MIB);
      let acceptedBytes = 0;
      const writing = (async () => {
        for (let offset = 0; offset < audio.length; offset += MIB) {
          await upload.write(audio.subarray(offset, offset + MIB));
          acceptedBytes += MIB;
        }
      })();
      // Each step up to the gate is a microtask or a request; 100 turns are more than it needs.
      await Promise.race([waitUntil('9 MiB are taken', () => acceptedBytes >= 9 * MIB, 60), writing]);
      for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
      expect(acceptedBytes).toBe(9 * MIB);

      open();
      await writing;
      await upload.finish();
      expect(mostInFlight).toBe(1);
      expect((await fixture.bytesAt(staged('slow'))).equals(audio)).toBe(true);
    },
    PATIENCE_MS,
  );

  it('copies its chunks, so that the caller may reuse its buffer', async () => {
    const upload = await fixture.store.stage('reused', { contentType: 'audio/wav' }, never);
    const chunk = Buffer.from('first');
    await upload.write(chunk);
    chunk.fill('x');
    await upload.finish();
    expect((await fixture.bytesAt(staged('reused'))).toString()).toBe('first');
  });

  it('leaves no bytes when aborted', async () => {
    const upload = await fixture.store.stage('aborted', { contentType: 'audio/wav' }, never);
    await writeAll(upload, audioOf(17 * MIB), MIB);
    await upload.abort();
    await upload.abort();

    await expectNothingLeft();
    await expect(upload.write(Buffer.from('late'))).rejects.toThrow('has ended');
    await expect(upload.finish()).rejects.toThrow('has ended');
  });

  it('fails with the reason of an aborted signal, and can still be cleaned up', async () => {
    const shutdown = new AbortController();
    const reason = new Error('shutting down');
    const upload = await fixture.store.stage('shutdown', { contentType: 'audio/wav' }, shutdown.signal);
    await writeAll(upload, audioOf(9 * MIB), MIB);
    shutdown.abort(reason);

    await expect(upload.write(Buffer.from('late'))).rejects.toBe(reason);
    await expect(upload.finish()).rejects.toBe(reason);
    await upload.abort();
    await expectNothingLeft();
  });

  it('throws the error of a part that failed between two writes', async () => {
    const store = storeWith(() => Promise.reject(new Error('connect ECONNREFUSED')));
    const upload = await store.stage('broken', { contentType: 'audio/wav' }, never);
    await writeAll(upload, audioOf(8 * MIB), MIB);
    await expect(writeAll(upload, audioOf(9 * MIB), MIB)).rejects.toMatchObject({ fault: 'retryable' });
    await expect(upload.finish()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    await upload.abort();
    await expectNothingLeft();
  });

  it('fails if a part arrives cut short, and leaves no bytes when aborted', async () => {
    const store = storeWith((send, args) =>
      send({ input: { ...args.input, Body: (args.input.Body as Buffer).subarray(1) } }),
    );
    const upload = await store.stage('short', { contentType: 'audio/wav' }, never);
    await upload.write(audioOf(1000));
    await expect(upload.finish()).rejects.toMatchObject({ code: alteredBytesCode });
    await upload.abort();
    await expectNothingLeft();
  });

  it('finishes if the answer to the completion is lost', async () => {
    const store = storeWith(async (send, args) => {
      await send(args);
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    }, 'CompleteMultipartUploadCommand');
    const upload = await store.stage('lost', { contentType: 'audio/wav' }, never);
    await upload.write(Buffer.from('kept'));
    expect(await upload.finish()).toEqual({ sizeBytes: 4 });
  });

  it('does not replace another staged object, nor remove it when aborted', async () => {
    const uploads = await Promise.all(
      ['first', 'second'].map(async (body) => {
        const upload = await fixture.store.stage('same', { contentType: 'audio/wav' }, never);
        await upload.write(Buffer.from(body));
        return upload;
      }),
    );
    await uploads[0]!.finish();
    await expect(uploads[1]!.finish()).rejects.toThrow(KeyTakenError);
    await uploads[1]!.abort();
    expect((await fixture.bytesAt(staged('same'))).toString()).toBe('first');
  });

  it('keeps the object when aborted after it was finished', async () => {
    const upload = await fixture.store.stage('finished', { contentType: 'audio/wav' }, never);
    await upload.finish();
    await upload.abort();
    expect(await fixture.keysIn(fixture.quarantine)).toEqual(['finished']);
  });
});
