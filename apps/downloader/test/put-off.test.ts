import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { sha256Of, waitUntil } from '@recordings/test-kit';
import { queues } from '@recordings/topology';
import { large, recording } from './audio.ts';
import { holdCalls, keyOf, outcomeOf, taskOf } from './calls.ts';
import { type Environment, OCP_KEY, startSurroundings } from './environment.ts';
import { cutOff, dripping, slow, status, whole } from './fake-ocp.ts';
import { startTestDownloader, stopDownloaders, type TestDownloader } from './start-test-downloader.ts';

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let environment: Environment;
beforeAll(async () => {
  surroundings = await startSurroundings();
});
afterAll(() => surroundings.stop());
beforeEach(async () => {
  environment = await surroundings.makeEnvironment();
  await holdCalls(environment, ['call']);
});
afterEach(stopDownloaders);

const putOffs = (downloader: TestDownloader, count: number): Promise<void> =>
  waitUntil(`it was put off ${count} times`, () => downloader.logged('download_put_off').length >= count);

const html = whole(Buffer.from('<html>Please log in</html>'), { 'content-type': 'text/html; charset=utf-8' });
const message = whole(Buffer.from('Service temporarily unavailable'), { 'content-type': 'text/plain' });

/** Waits of 0 s for so many tries, then one that is longer than any test. */
const delays = (count: number): string => [...Array<number>(count).fill(0), 900].join(',');

/** Sends a message that is received twice to the DLQ. */
const allowOneReceive = async (): Promise<void> => {
  const { sqs } = environment.clients;
  const QueueUrl = await environment.queueUrl(queues.downloads.deadLetter.queue);
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: Attributes['QueueArn'], maxReceiveCount: 1 });
  await sqs.send(
    new SetQueueAttributesCommand({
      QueueUrl: await environment.queueUrl(queues.downloads.name),
      Attributes: { RedrivePolicy },
    }),
  );
};

describe('a download that meets a transient fault', () => {
  it.each([
    ['is cut off, held in memory', cutOff(recording, 9_000), recording, 'OCP_TRUNCATED', {}],
    ['is cut off, half staged', cutOff(large, 300_000), large, 'OCP_TRUNCATED', {}],
    // Longer than a good answer takes.
    ['drips', dripping(recording), recording, 'DOWNLOAD_TOO_SLOW', { DOWNLOAD_TIMEOUT_MINUTES: '0.1' }],
    ['is a login page', html, recording, 'OCP_UNEXPECTED_ANSWER', {}],
    ['is a message as text', message, recording, 'OCP_UNEXPECTED_ANSWER', {}],
    ['is a message', status(200, { error: 'no session' }), recording, 'OCP_UNEXPECTED_ANSWER', {}],
    ['stalls', slow(recording), recording, 'OCP_TIMEOUT', { OCP_TIMEOUT_MS: '4000' }],
  ])(
    'and %s is put off by a new message, leaves no bytes behind, and succeeds',
    async (_, failing, bytes, code, settings) => {
      environment.ocp.serve('rec-call', failing, whole(bytes));
      const downloader = await startTestDownloader(environment, settings);
      await environment.send(taskOf('call'));
      await downloader.settled('ack', 2);
      expect(downloader.logged('download_put_off')).toMatchObject([
        { level: 'warn', callId: 'call', tries: 0, code },
      ]);
      expect(await environment.quarantinedKeys()).toEqual([]);
      expect(await environment.openUploads()).toBe(0);
      expect(await environment.calls.get(keyOf('call'))).toMatchObject({
        s3Stored: true,
        reconciliationAttempts: 0,
        audio: { sha256: sha256Of(bytes) },
      });
      expect(await outcomeOf(environment, 'call')).toMatchObject({ outcome: 'stored' });
      expect(await environment.deadLetters()).toEqual([]);
    },
  );

  it.each([
    ['answers 503', status(503), {}],
    ['answers 429', status(429, {}, { 'retry-after': '0' }), {}],
    ['cannot be reached', status(503), { OCP_BASE_URL: 'http://127.0.0.1:9' }],
  ])(
    'because OCP %s uses no receive and no attempt, after any number of tries',
    async (_, answer, settings) => {
      environment.ocp.serve('rec-call', answer);
      await allowOneReceive();
      const downloader = await startTestDownloader(environment, {
        ...settings,
        DOWNLOAD_RETRY_SECONDS: delays(7),
      });
      await environment.send(taskOf('call'));
      await downloader.settled('ack', 8);
      expect(downloader.logged('download_put_off').map(({ tries }) => tries)).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7,
      ]);
      expect(await environment.deadLetters()).toEqual([]);
      expect(await outcomeOf(environment, 'call')).toMatchObject({ outcome: 'open' });
      expect(await environment.calls.get(keyOf('call'))).toMatchObject({
        reconciliationStatus: 'in_progress',
        reconciliationAttempts: 0,
      });
    },
  );

  it('because OCP is down succeeds when OCP is back', async () => {
    environment.ocp.serve('rec-call', status(503), status(500), status(503), whole(recording));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call'));
    await downloader.settled('ack', 2);
    expect(await outcomeOf(environment, 'call')).toMatchObject({ outcome: 'stored' });
  });

  it.each([401, 403])(
    'because OCP refuses our credentials (%d) is put off and logged as an error',
    async (code) => {
      const refused = status(code, { message: `no access with ${OCP_KEY}` });
      environment.ocp.serve('rec-call', refused, refused, whole(recording));
      const downloader = await startTestDownloader(environment);
      await environment.send(taskOf('call'));
      await putOffs(downloader, 2);
      expect(downloader.logged('download_put_off')[0]).toMatchObject({
        level: 'error',
        code: 'OCP_CREDENTIALS',
        err: { fault: 'configuration' },
      });
      expect(downloader.lines.join('')).not.toContain(OCP_KEY);
      const labels = ['result="put off"', 'reason="OCP_CREDENTIALS"'];
      expect(await downloader.metric('downloads_total', ...labels)).toBeGreaterThanOrEqual(2);
      await waitUntil(
        'it is stored after OCP takes them',
        async () => (await outcomeOf(environment, 'call'))?.outcome === 'stored',
      );
    },
  );
});

describe('a recording that OCP does not send', () => {
  it.each([
    [404, 'OCP_NOT_FOUND', 'it says nothing about the call', false],
    [410, 'OCP_EXPIRED', 'it says nothing about the call', false],
  ])('because of %d ends as %s: %s', async (code, outcomeCode, _, isAboutTheCall) => {
    environment.ocp.serve('rec-call', status(code));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call'));
    await downloader.settled('ack', 1);
    expect(environment.ocp.requests('rec-call')).not.toHaveLength(0);
    expect(await outcomeOf(environment, 'call')).toMatchObject({
      outcome: 'failed',
      code: outcomeCode,
      message: expect.stringContaining(String(code)) as string,
      isAboutTheCall,
    });
    expect(downloader.logged('download_failed')).toMatchObject([{ level: 'error', code: outcomeCode }]);
    expect(await environment.checks()).toHaveLength(1);
    expect(await environment.quarantinedKeys()).toEqual([]);
  });
});

describe('a request to OCP', () => {
  it('asks for the recording of the job with the credentials of the group', async () => {
    environment.ocp.serve('rec/../call', whole(recording));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call', { recordingId: 'rec/../call' }));
    await downloader.settled('ack', 1);
    const [request] = environment.ocp.requests('rec/../call');
    expect(request!.url).toBe('/recordings/export/job-1/files/rec%2F..%2Fcall');
    expect(request!.headers['x-api-key']).toBe(OCP_KEY);
    expect(await outcomeOf(environment, 'call')).toMatchObject({ outcome: 'stored' });
  });
});
