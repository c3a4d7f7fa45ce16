import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { makeQueueConsumer, type QueueConsumer } from '@recordings/messaging';
import { type FetchDeps, makeHandleDownload } from '@recordings/recording-fetch';
import { makeLogger, makeMetrics, makeNote } from '@recordings/service';
import { waitUntil } from '@recordings/test-kit';
import { queues } from '@recordings/topology';
import { makeDownloaderMetrics } from '../src/downloader-metrics.ts';
import { makeDownloaderNotes } from '../src/downloader-notes.ts';
import { holdCalls, outcomeOf, registry, taskOf } from './calls.ts';
import { type Environment, startSurroundings } from './environment.ts';

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let environment: Environment;
let consumer: QueueConsumer | undefined;
beforeAll(async () => {
  surroundings = await startSurroundings();
});
afterAll(() => surroundings.stop());
beforeEach(async () => {
  environment = await surroundings.makeEnvironment();
  await holdCalls(environment, ['call']);
});
afterEach(() => consumer?.stop());

/** The handler on the real queue and tables, with downloads of the test. */
const consume = async (
  over: Pick<FetchDeps, 'storeRecording'> & Partial<FetchDeps>,
  stopGraceMs = 1_000,
): Promise<{ consumer: QueueConsumer; lines: string[] }> => {
  const lines: string[] = [];
  const log = makeLogger(
    { service: 'downloader', level: 'info' },
    { write: (line) => void lines.push(line) },
  );
  const handle = makeHandleDownload({
    getCall: environment.calls.get,
    publishStored: () => Promise.resolve(),
    reconciliations: {
      get: () => Promise.resolve(undefined),
      settleCall: () => Promise.reject(new Error('a call is settled')),
    },
    sendCheck: () => Promise.reject(new Error('a check is sent')),
    sendHeartbeat: () => Promise.reject(new Error('a heartbeat is sent')),
    sendAgain: () => Promise.reject(new Error('a task is sent again')),
    registry,
    ocpOf: () => ({
      reservePermit: async () => ({ departureMs: 0 }),
      download: () => Promise.resolve({ body: (async function* () {})() }),
    }),
    downloadTimeoutMs: 60_000,
    retryDelaysS: [0],
    now: () => '2026-01-15T12:00:00.000Z',
    startTimer: () => () => undefined,
    note: makeNote(makeDownloaderNotes(makeDownloaderMetrics(makeMetrics('downloader'))), log),
    ...over,
  });
  consumer = makeQueueConsumer({
    sqs: environment.clients.sqs,
    queueUrl: await environment.queueUrl(queues.downloads.name),
    deadLetterQueueUrl: await environment.queueUrl(queues.downloads.deadLetter.queue),
    handle,
    concurrency: 1,
    visibilityTimeoutS: 120,
    stopGraceMs,
    log,
  });
  consumer.start();
  return { consumer, lines };
};

describe('an unexpected error', () => {
  it('is left to the redrive policy, which moves the message to the DLQ', async () => {
    const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:${environment.prefix}-downloads-dlq`;
    await environment.clients.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: await environment.queueUrl(queues.downloads.name),
        Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }) },
      }),
    );
    let tried = 0;
    const storeRecording = (): never => {
      tried += 1;
      throw new TypeError('a bug');
    };
    const { lines } = await consume({ storeRecording });
    await environment.send(taskOf('call'));
    let letters: Awaited<ReturnType<Environment['deadLetters']>> = [];
    await waitUntil('it is in the DLQ', async () => {
      letters = await environment.deadLetters();
      return letters.length > 0;
    });
    expect(tried).toBe(1);
    expect(letters).toHaveLength(1);
    expect(JSON.parse(letters[0]!.Body!)).toEqual(taskOf('call'));
    expect(lines.filter((line) => line.includes('"code":"UNEXPECTED"'))).toHaveLength(1);
    // The reconciliation's deadline ends open calls.
    expect(await outcomeOf(environment, 'call')).toMatchObject({ outcome: 'open' });
  });
});

describe('a stop during a download that does not end', () => {
  it('aborts it, and gives the message to another worker at once', async () => {
    let hasBegun = false;
    const endless: FetchDeps['storeRecording'] = (_, signal) =>
      new Promise((_resolve, reject) => {
        hasBegun = true;
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    const first = await consume({ storeRecording: endless }, 100);
    await environment.send(taskOf('call'));
    await waitUntil('it is being fetched', () => hasBegun);
    await first.consumer.stop();
    expect(await environment.deadLetters()).toEqual([]);

    let isDone = false;
    const stored = { kind: 'stored', location: { bucket: 'b', key: 'k' }, sha256: 'aa' } as const;
    await consume({
      storeRecording: () => Promise.resolve(stored),
      reconciliations: {
        get: () => Promise.resolve(undefined),
        settleCall: async () => {
          isDone = true;
          return undefined;
        },
      },
    });
    await waitUntil('another worker has it', () => isDone);
  });
});
