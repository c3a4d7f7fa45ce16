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
import { type Answer, slow, whole } from './fake-ocp.ts';
import { runDownloader } from './run-downloader.ts';
import { type AwsRequest, startGate } from './start-gate.ts';

/** Each test starts two processes, and the machine may do other things. */
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

/** An environment with one call to fetch; its recording has an id of its own, for the tests share one OCP. */
const makeCase = async (...answers: readonly Answer[]) => {
  const environment = await surroundings.makeEnvironment();
  await holdCalls(environment, ['call']);
  const recordingId = `rec-${environment.prefix}`;
  environment.ocp.serve(recordingId, ...answers);
  return {
    environment,
    recordingId,
    requests: (): number => environment.ocp.requests(recordingId).length,
    send: () => environment.send(taskOf('call', { recordingId })),
    isStored: async () => (await outcomeOf(environment, 'call'))?.outcome === 'stored',
  };
};

// The least that the configuration takes: the message of a dead worker is invisible for so long. With one slot, SQS
// cannot give the message to another poll of the dead worker.
const settings = { VISIBILITY_TIMEOUT_SECONDS: '5', DOWNLOAD_CONCURRENCY: '1' };

const isAcknowledged = async ({ logged }: ServiceProcess): Promise<boolean> => {
  const [listening] = logged('listening') as { monitoringUrl: string }[];
  if (!listening) return false;
  const metrics = await (await fetch(`${listening.monitoringUrl}/metrics`)).text();
  return /^messages_total\{.*outcome="ack".*\} 1$/m.test(metrics);
};

const expectAllDone = async (environment: Environment): Promise<void> => {
  expect(await environment.calls.get(keyOf('call'))).toMatchObject({
    s3Stored: true,
    ingestionSource: 'RECONCILIATION',
    audio: { sha256: sha256Of(recording) },
  });
  expect(await environment.finalObjects()).toHaveLength(1);
  expect(await environment.quarantinedKeys()).toEqual([]);
  expect(await environment.deadLetters()).toEqual([]);
  const events = await environment.events();
  expect(events.length).toBeGreaterThanOrEqual(1);
  expect(events[0]).toMatchObject({ eventType: 'recording.stored', callId: 'call' });
  expect((await environment.checks()).length).toBeGreaterThanOrEqual(1);
};

type IsFatal = (request: AwsRequest) => boolean;

const isAction =
  (name: string): IsFatal =>
  ({ action }) =>
    action.endsWith(name);

/** The first put takes the permit of the request, the second one claims the place of the object. */
const atThirdPut = (): IsFatal => {
  let puts = 0;
  return ({ action }) => action.endsWith('.PutItem') && (puts += 1) === 3;
};

// At once, because most wait for the message of a dead process.
describe('a downloader', () => {
  it.concurrent(
    'ends its slow download after SIGTERM, then itself; the message is not received again',
    async () => {
      const opened = Promise.withResolvers<void>();
      const { environment, requests, send, isStored } = await makeCase(slow(recording, opened.promise));
      const downloader = runDownloader({ ...environment.variables, ...settings });
      await send();
      await waitUntil('it is being fetched', () => requests() === 1, PATIENCE_S);
      downloader.child.kill('SIGTERM');
      await waitUntil('it stops', () => downloader.logged('stopping').length === 1, PATIENCE_S);
      opened.resolve();
      expect(await downloader.ended).toBe(0);
      expect(await isStored()).toBe(true);
      await expectAllDone(environment);
      expect(await environment.drain('downloads')).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'leaves its slow download to another worker after a second SIGTERM',
    async () => {
      const { environment, requests, send, isStored } = await makeCase(slow(recording), whole(recording));
      const variables = { ...environment.variables, ...settings };
      const hurried = runDownloader(variables);
      await send();
      await waitUntil('it is being fetched', () => requests() === 1, PATIENCE_S);
      hurried.child.kill('SIGTERM');
      await waitUntil('it stops', () => hurried.logged('stopping').length === 1, PATIENCE_S);
      hurried.child.kill('SIGTERM');
      expect(await hurried.ended).toBe(1);
      expect(await environment.finalObjects()).toEqual([]);

      const next = runDownloader(variables);
      await waitUntil('its message is acknowledged', () => isAcknowledged(next), PATIENCE_S);
      expect(await isStored()).toBe(true);
      await expectAllDone(environment);
    },
    PATIENCE_MS,
  );

  it.concurrent.each<[string, string, () => IsFatal, number]>([
    ['killed between the object and its record', 'DYNAMODB', atThirdPut, 2],
    [
      'killed between the record and its event',
      'SNS',
      () =>
        ({ method }) =>
          method === 'POST',
      1,
    ],
    ['killed between the event and the outcome', 'DYNAMODB', () => isAction('.UpdateItem'), 1],
    ['killed before it asks to close', 'SQS', () => isAction('.SendMessage'), 1],
  ])(
    '%s loses no work: the next worker ends it',
    async (_, service, makeIsFatal, downloads) => {
      const { environment, requests, send, isStored } = await makeCase(whole(recording));
      const variables = { ...environment.variables, ...settings };
      const variable = `AWS_ENDPOINT_URL_${service}`;
      let doomed: ServiceProcess | undefined;
      const isFatal = makeIsFatal();
      const gate = await startGate(environment.variables[variable]!, (request) => {
        if (!isFatal(request)) return 'pass';
        doomed?.child.kill('SIGKILL');
        return 'hang';
      });
      gates.push(gate);
      doomed = runDownloader({ ...variables, [variable]: gate.url });
      await send();
      expect(await doomed.ended).toBe('SIGKILL');

      const next = runDownloader(variables);
      await waitUntil('its message is acknowledged', () => isAcknowledged(next), PATIENCE_S);
      expect(await isStored()).toBe(true);
      await expectAllDone(environment);
      // A recording with a record is not fetched again.
      expect(requests()).toBe(downloads);
    },
    PATIENCE_MS,
  );
});
