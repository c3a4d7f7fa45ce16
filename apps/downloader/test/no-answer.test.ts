import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import {
  killServices,
  type ServiceProcess,
  sha256Of,
  type TestServer,
  waitUntil,
} from '@recordings/test-kit';
import { recording } from './audio.ts';
import { holdCalls, keyOf, outcomeOf, taskOf } from './calls.ts';
import { type Environment, startSurroundings } from './environment.ts';
import { whole } from './fake-ocp.ts';
import { runDownloader } from './run-downloader.ts';
import { startGate } from './start-gate.ts';

/** The time limits are the real ones, seconds each, and several processes run side by side. */
const PATIENCE_S = 100;
const PATIENCE_MS = 120_000;

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
const gates: TestServer[] = [];
beforeAll(async () => {
  surroundings = await startSurroundings();
});
afterAll(async () => {
  killServices();
  await Promise.all(gates.map((gate) => gate.stop()));
  await surroundings.stop();
});

/** A service of AWS that takes requests of an action and never answers the first `count` of them. */
const startHangingGate = async (target: string, name: string, count: number) => {
  let hung = 0;
  const gate = await startGate(target, ({ action, method }) => {
    if (hung >= count || !(action || method).endsWith(name)) return 'pass';
    hung += 1;
    return 'hang';
  });
  gates.push(gate);
  return { url: gate.url, hung: () => hung };
};

/** A downloader with a call to fetch, and one service of AWS behind a gate. */
const startCase = async (service: string, action: string, count: number) => {
  const environment = await surroundings.makeEnvironment();
  await holdCalls(environment, ['call']);
  const recordingId = `rec-${environment.prefix}`;
  environment.ocp.serve(recordingId, whole(recording));
  const variable = `AWS_ENDPOINT_URL_${service}`;
  const gate = await startHangingGate(environment.variables[variable]!, action, count);
  // The least visibility that the configuration takes, and one slot: messages are handled one after the other.
  const settings = { VISIBILITY_TIMEOUT_SECONDS: '5', DOWNLOAD_CONCURRENCY: '1', [variable]: gate.url };
  const downloader = runDownloader({ ...environment.variables, ...settings });
  await environment.send(taskOf('call', { recordingId }));
  return { environment, downloader, gate };
};

const metricsOf = async ({ monitoringUrl }: ServiceProcess): Promise<string> =>
  (await fetch(`${await monitoringUrl}/metrics`)).text();

const expectStored = async (environment: Environment, downloader: ServiceProcess): Promise<void> => {
  const isSettled = async () => (await outcomeOf(environment, 'call'))?.outcome !== 'open';
  await waitUntil('the call is settled', isSettled, PATIENCE_S);
  await waitUntil(
    'its message is acknowledged',
    async () => /^messages_total\{.*outcome="ack".*\} [1-9]/m.test(await metricsOf(downloader)),
    PATIENCE_S,
  );
  expect(await environment.calls.get(keyOf('call'))).toMatchObject({
    s3Stored: true,
    audio: { sha256: sha256Of(recording) },
  });
  expect((await outcomeOf(environment, 'call'))?.outcome).toBe('stored');
  expect(await environment.finalObjects()).toHaveLength(1);
  expect(await environment.deadLetters()).toEqual([]);
};

/** All messages of a queue: visible, received and delayed ones. */
const messagesIn = async ({ clients, queueUrl }: Environment, queue: string): Promise<number> => {
  const command = new GetQueueAttributesCommand({
    QueueUrl: await queueUrl(queue),
    AttributeNames: [
      'ApproximateNumberOfMessages',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesDelayed',
    ],
  });
  const { Attributes = {} } = await clients.sqs.send(command);
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
};

describe('a downloader', () => {
  it.concurrent.each([
    // The signed request, and three of the SDK.
    ['DYNAMODB', '.GetItem', 4, 'message_failed'],
    // The first write claims a departure. It is tried again, and the task waits.
    ['DYNAMODB', '.PutItem', 3, 'recording_downloaded'],
    ['SNS', 'POST', 3, 'download_put_off'],
    ['SQS', '.DeleteMessage', 3, 'message_unsettled'],
  ])(
    'stores the recording although %s gives no answer to %s, %i times',
    async (service, action, count, event) => {
      const { environment, downloader, gate } = await startCase(service, action, count);
      await waitUntil(`${event} is logged`, () => downloader.logged(event).length > 0, PATIENCE_S);
      expect(gate.hung()).toBe(count);
      await expectStored(environment, downloader);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'is alive and not ready while DynamoDB gives no answer, and stops in time',
    async () => {
      const { environment, downloader, gate } = await startCase('DYNAMODB', '', Number.POSITIVE_INFINITY);
      await waitUntil('it waits for DynamoDB', () => gate.hung() > 0, PATIENCE_S);
      const url = await downloader.monitoringUrl;
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      const ready = await fetch(`${url}/health/ready`);
      expect([ready.status, await ready.json()]).toMatchObject([503, { checks: { callRecords: false } }]);

      // Three attempts of the message's first try, three of the readiness check.
      await waitUntil('it has the message again', () => gate.hung() > 6, PATIENCE_S);
      downloader.child.kill('SIGTERM');
      expect(await downloader.ended).toBe(0);
      expect(await messagesIn(environment, 'downloads')).toBe(1);
      expect(await environment.deadLetters()).toEqual([]);
    },
    PATIENCE_MS,
  );
});
