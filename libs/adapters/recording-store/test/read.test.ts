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

const collect = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe('read', () => {
  let fixture: StoreFixture;
  const audio = audioOf(6 * MIB);

  beforeAll(async () => {
    fixture = await startStore();
    await fixture.store.create({ bucket: fixture.bucket, key: 'call' }, [audio], factsOf(audio), never);
  });
  afterAll(() => fixture.stop());

  const location = () => ({ bucket: fixture.bucket, key: 'call' });

  it('gives the bytes, their number and the metadata', async () => {
    const recording = await fixture.store.read(location(), never);
    expect(recording?.sizeBytes).toBe(6 * MIB);
    expect(recording?.metadata).toEqual({ sha256: factsOf(audio).sha256, 'call-id': 'c-1' });
    expect((await collect(recording!.body)).equals(audio)).toBe(true);
  });

  it('gives undefined for a missing object', async () => {
    expect(await fixture.store.read({ bucket: fixture.bucket, key: 'absent' }, never)).toBeUndefined();
  });

  it('calls a missing bucket a fault of the configuration', async () => {
    await expect(fixture.store.read({ bucket: 'test-absent', key: 'k' }, never)).rejects.toMatchObject({
      fault: 'configuration',
    });
  });

  it('ends with the reason when the signal is aborted midway', async () => {
    const shutdown = new AbortController();
    const reason = new Error('shutting down');
    const recording = await fixture.store.read(location(), shutdown.signal);
    const reading = (async () => {
      for await (const chunk of recording!.body) {
        expect(chunk.length).toBeGreaterThan(0);
        shutdown.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
  });

  it('ends with an error if fewer bytes arrive than announced', async () => {
    const s3 = interferedClient(fixture.local, 'GetObjectCommand', async (send, args) => {
      const answer = (await send(args)) as { output: { ContentLength: number } };
      answer.output.ContentLength += 1;
      return answer;
    });
    const store = makeRecordingStore({ s3, quarantineBucket: fixture.quarantine });
    const recording = await store.read(location(), never);
    await expect(collect(recording!.body)).rejects.toMatchObject({ code: 'STORAGE_CONTENT_MISMATCH' });
  });

  it('gives a link by which anyone can fetch the object', async () => {
    const url = await fixture.store.presignGet(location(), 900);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('900');
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).equals(audio)).toBe(true);
  });

  it('dates a link by the time that it is given, not by the clock of the process', async () => {
    const now = () => Date.UTC(2026, 0, 15, 10);
    const { local, quarantine: quarantineBucket } = fixture;
    const store = makeRecordingStore({ s3: local.clients.s3, quarantineBucket, now });
    const url = new URL(await store.presignGet(location(), 900));
    expect(url.searchParams.get('X-Amz-Date')).toBe('20260115T100000Z');
  });
});
