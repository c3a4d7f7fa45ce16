import { type StuckServer, startStuckServer } from '@recordings/test-kit';
import { makeRecordingStore } from '../src/make-recording-store.ts';
import { makeS3Client, S3_LIMITS } from '../src/make-s3-client.ts';
import type { RecordingStore } from '../src/recording-store.ts';
import { audioOf, factsOf, MIB, never, s3Settings } from './store-fixture.ts';

const limits = { ...S3_LIMITS, silenceTimeoutMs: 150, maxAttempts: 2 };
const config = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
};
const location = { bucket: 'recordings-sales', key: 'acme/call' };
const bytes = audioOf(1_000);

let server: StuckServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const startStore = async (
  opening: string,
  silenceTimeoutMs = limits.silenceTimeoutMs,
): Promise<RecordingStore> => {
  server = await startStuckServer(opening);
  const s3 = makeS3Client(
    s3Settings({ S3_FORCE_PATH_STYLE: 'true' }),
    { ...limits, silenceTimeoutMs },
    { ...config, endpoint: server.url },
  );
  return makeRecordingStore({ s3, quarantineBucket: 'quarantine' });
};
const outage = { code: 'STORAGE_UNAVAILABLE', fault: 'retryable' };

const commands: [string, (store: RecordingStore) => Promise<unknown>][] = [
  ['creates', (store) => store.create(location, [bytes], factsOf(bytes), never)],
  [
    'creates an object so large that the SDK waits for leave to send it',
    (store) => store.create(location, [audioOf(3 * MIB)], factsOf(audioOf(3 * MIB)), never),
  ],
  ['stages', (store) => store.stage('incoming/1', { contentType: 'audio/wav' }, never)],
  ['promotes', (store) => store.promote('incoming/1', location, factsOf(bytes), never)],
  ['quarantines', (store) => store.quarantine('k', [bytes], {}, never)],
  ['keeps staged bytes', (store) => store.quarantineStaged('incoming/1', 'k', factsOf(bytes), never)],
  ['explains', (store) => store.explainQuarantined('k', {}, never)],
  ['discards', (store) => store.discard('incoming/1')],
];

describe.each([
  ['never answers', ''],
  ['stops in its headers', 'HTTP/1.1 200 OK\r\ncontent-le'],
])('an S3 that %s', (_, opening) => {
  it.each([...commands, ['reads', (store: RecordingStore) => store.read(location, never)] as const])(
    'is a retryable fault for a caller that %s',
    async (__, command) => {
      const store = await startStore(opening);
      await expect(command(store)).rejects.toMatchObject(outage);
      expect(server!.connections()).toBeGreaterThanOrEqual(limits.maxAttempts);
    },
  );
});

it('reports a retryable fault if S3 stops inside the answer to an upload that is opened', async () => {
  const store = await startStore('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n<Initiate');
  await expect(store.stage('incoming/1', { contentType: 'audio/wav' }, never)).rejects.toMatchObject(outage);
});

it('reports a retryable fault if an object stops while it is read', async () => {
  const store = await startStore('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nRIFF', 1_500); // A busy machine must open the object in time.
  const { body } = (await store.read(location, never))!;
  const read = async (): Promise<number> => {
    let received = 0;
    for await (const chunk of body) received += chunk.length;
    return received;
  };
  await expect(read()).rejects.toMatchObject(outage);
});

it('waits 5 s for a connection and 60 s for a byte, and tries three times, in a service', async () => {
  expect(S3_LIMITS).toEqual({ connectionTimeoutMs: 5_000, silenceTimeoutMs: 60_000, maxAttempts: 3 });
  expect(await makeS3Client(s3Settings(), S3_LIMITS, config).config.maxAttempts()).toBe(3);
});
