import { type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { startServer, type TestServer, waitUntil } from '@recordings/test-kit';
import { queues } from '@recordings/topology';
import { keyOf, listedOf, missWindow, PATIENCE_MS, storeCall, tasksFor } from './calls.ts';
import { type Environment, startSurroundings } from './environment.ts';
import { startTestWorker, stopWorkers } from './start-test-worker.ts';

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
const proxies: TestServer[] = [];
beforeAll(async () => {
  surroundings = await startSurroundings();
});
afterAll(async () => {
  await stopWorkers();
  await Promise.all(proxies.map((proxy) => proxy.stop()));
  await surroundings.stop();
});

/**
 * A proxy of DynamoDB that counts requests by kind. Those for the table of permits and claims are left out: a slow machine
 * misses a departure and claims another one.
 */
const countRequests = async (environment: Environment) => {
  const target = environment.aws.environment['AWS_ENDPOINT_URL_DYNAMODB']!;
  const counts: Record<string, number> = {};
  const forward = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { url, method, headers } = incoming;
    const body = await buffer(incoming);
    const kind = String(headers['x-amz-target']).replace(/^.*\./, '');
    if (!body.includes('-coordination"')) counts[kind] = (counts[kind] ?? 0) + 1;
    const forwarded = send(new URL(url!, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.end(body);
  };
  const proxy = await startServer((incoming, outgoing) => void forward(incoming, outgoing));
  proxies.push(proxy);
  const aws = {
    ...environment.aws,
    environment: { ...environment.aws.environment, AWS_ENDPOINT_URL_DYNAMODB: proxy.url },
  };
  return { counts, environment: { ...environment, aws } };
};

/** Of the first round: the quiet reconciliations, and twice the group in turn. */
const WATCHDOG_QUERIES = 3;

/** DynamoDB requests from the window to the sent downloads of its 3 calls, if the listing has so many others. */
const requestsOf = async (storedCalls: number, unknownCalls: number): Promise<Record<string, number>> => {
  const { counts, environment } = await countRequests(await surroundings.makeEnvironment());
  const wanted = ['a', 'b', 'c'];
  const stored = Array.from({ length: storedCalls }, (_, at) => `stored-${at}`);
  const unknown = Array.from({ length: unknownCalls }, (_, at) => `unknown-${at}`);
  const request = await missWindow(environment, wanted);
  if (storedCalls > 0) await missWindow(environment, stored, { id: 'r-other' });
  for (const callId of stored) await storeCall(environment, keyOf(callId));
  environment.ocp.list([...wanted, ...stored, ...unknown].map(listedOf));
  const worker = await startTestWorker(environment, { WATCHDOG_SECONDS: '3600' });
  await waitUntil(
    'the first round of the watchdog is over',
    async () => counts['Query'] === WATCHDOG_QUERIES,
  );
  await environment.publish(request);
  await tasksFor(environment, wanted.length);
  // Two polls: at the first, the job still runs.
  await worker.settled(queues.exportChecks.name, 'ack', 2);
  return counts;
};

describe('the DynamoDB requests of a window of 3 calls', () => {
  it(
    'are these',
    async () => {
      expect(await requestsOf(0, 0)).toEqual({
        // The group for its next export, again when the slot is taken, and again when it is free. And: the stored calls
        // of the listing's range, by which it is judged.
        Query: WATCHDOG_QUERIES + 4,
        // The window, 3 claims, 2 polls of the slot, the reconciliation after the create
        // and after each poll, 3 histories of calls. And: the slot for the verdict on the listing, and after the delivery.
        GetItem: 14,
        // As many, without the 2 reads of the slot. And: the claimed calls, the waiting window, the slot when it is
        // taken, when the job is made, after each poll, with the verdict and when it is free.
        PutItem: 18,
        DeleteItem: 1,
      });
    },
    PATIENCE_MS,
  );

  it(
    'do not grow if the listing has calls that are stored, however many they are',
    async () => {
      const alone = await requestsOf(0, 0);
      expect(await requestsOf(150, 0)).toEqual(alone);
    },
    PATIENCE_MS,
  );

  it(
    'grow by one batch for 100 calls without a record, and by a read and a write for each of them',
    async () => {
      const alone = await requestsOf(0, 0);
      expect(await requestsOf(0, 5)).toEqual({
        ...alone,
        BatchGetItem: 1,
        GetItem: alone['GetItem']! + 5,
        PutItem: alone['PutItem']! + 5,
      });
    },
    PATIENCE_MS,
  );
});
