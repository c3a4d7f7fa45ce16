import type { IncomingHttpHeaders } from 'node:http';
import { killServices, startGate, type TestServer, waitUntil } from '@recordings/test-kit';
import { recording } from './audio.ts';
import { holdCalls, outcomeOf, pushRecording, taskOf } from './calls.ts';
import { startSurroundings } from './environment.ts';
import { whole } from './fake-ocp.ts';
import { runDownloader } from './run-downloader.ts';

/** A process starts, and the machine may do other things. */
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

/** Requests that depend on time, or that a start sends. */
const unrelated = new Set(['SQS ReceiveMessage', 'SQS ChangeMessageVisibility', 'SQS GetQueueUrl']);

/** A start looks for each bucket once. The requests of a task have a key. */
const isOfBucket = (method: string, address: string): boolean =>
  method === 'HEAD' && /^\/[^/]+\/?$/.test(address.split('?')[0]!);

/** The SDK sends it again because it got no answer. A signed request of our own has no such header. */
const isRepeat = (headers: IncomingHttpHeaders): boolean =>
  !String(headers['amz-sdk-request'] ?? 'attempt=1;').includes('attempt=1;');

/** Of the table of permits: a slow machine misses a departure and claims another one. */
const isOfPermits = (body: Buffer): boolean => body.includes('-coordination"');

/** Requests by service and kind for one task, without those for permits. */
const countRequests = async (isPushed: boolean): Promise<Record<string, number>> => {
  const environment = await surroundings.makeEnvironment();
  await holdCalls(environment, ['call']);
  if (isPushed) await pushRecording(environment, 'call', recording);
  const recordingId = `rec-${environment.prefix}`;
  environment.ocp.serve(recordingId, whole(recording));
  const counts: Record<string, number> = {};
  const variables: Record<string, string> = {};
  for (const service of ['DYNAMODB', 'S3', 'SNS', 'SQS']) {
    const variable = `AWS_ENDPOINT_URL_${service}`;
    const gate = await startGate(
      environment.variables[variable]!,
      ({ method, url: address, headers, body }) => {
        const action = String(headers['x-amz-target'] ?? '');
        const kind = `${service} ${action.split('.').at(-1) || method}`;
        if (!isRepeat(headers) && !unrelated.has(kind) && !isOfBucket(method, address) && !isOfPermits(body))
          counts[kind] = (counts[kind] ?? 0) + 1;
        return () => true;
      },
    );
    gates.push(gate);
    variables[variable] = gate.url;
  }
  const downloader = runDownloader({ ...environment.variables, ...variables });
  const url = await downloader.monitoringUrl;
  await environment.send(taskOf('call', { recordingId }));
  await waitUntil(
    'the message is acknowledged',
    async () => /^messages_total\{.*outcome="ack".*\} 1$/m.test(await (await fetch(`${url}/metrics`)).text()),
    PATIENCE_S,
  );
  expect((await outcomeOf(environment, 'call'))?.outcome).toBe('stored');
  downloader.child.kill('SIGKILL');
  return counts;
};

describe('the AWS requests of one task', () => {
  it.concurrent(
    'that downloads a small recording',
    async () => {
      expect(await countRequests(false)).toEqual({
        // The call, its reconciliation, and the call before its object gets a place.
        'DYNAMODB GetItem': 3,
        // The place of the object, the stored recording.
        'DYNAMODB PutItem': 2,
        'DYNAMODB UpdateItem': 1,
        'S3 PUT': 1,
        'SNS POST': 1,
        // Each change of the call is announced to the audit before it is written.
        'SQS SendMessageBatch': 2,
        'SQS SendMessage': 1,
        'SQS DeleteMessage': 1,
      });
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'of a call that the push has stored',
    async () => {
      expect(await countRequests(true)).toEqual({
        'DYNAMODB GetItem': 2,
        'DYNAMODB UpdateItem': 1,
        'SQS SendMessage': 1,
        'SQS DeleteMessage': 1,
      });
    },
    PATIENCE_MS,
  );
});
