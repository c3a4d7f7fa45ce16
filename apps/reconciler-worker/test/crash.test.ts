import { request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import {
  killServices,
  metricSum,
  type ServiceProcess,
  startServer,
  type TestServer,
  waitUntil,
} from '@recordings/test-kit';
import { queues } from '@recordings/topology';
import { callOf, idle, listedOf, missWindow, PATIENCE_MS, reconciliationOf, storeAll } from './calls.ts';
import { type Environment, startSurroundings } from './environment.ts';
import type { Operation } from './fake-ocp.ts';
import { runWorker } from './start-test-worker.ts';

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

/** The work of a dead worker is taken over after 1 s. Its POST is, after 4 s for each of two requests and 5 s for clocks. */
const settings = { OVERDUE_SECONDS: '1', OCP_TIMEOUT_MS: '4000' };

const askForTwo = async (): Promise<Environment> => {
  const environment = await surroundings.makeEnvironment();
  environment.ocp.list([listedOf('a')], [listedOf('b')]);
  await environment.publish(await missWindow(environment, ['a', 'b', 'unlisted']));
  return environment;
};

const expectAllHome = async (environment: Environment): Promise<void> => {
  const { reconciliationStatus } = await storeAll(environment, 2);
  expect(reconciliationStatus).toBe('COMPLETED');
  const outcomes = { a: ['completed', 0], b: ['completed', 0], unlisted: ['failed', 1] } as const;
  for (const [callId, [status, attempts]] of Object.entries(outcomes)) {
    const call = await callOf(environment, callId);
    expect(call).toMatchObject({ reconciliationStatus: status, reconciliationAttempts: attempts });
    const done = call.history.map(({ what }) => what);
    expect(new Set(done).size).toBe(done.length); // Each change is there once.
  }
  expect(environment.ocp.jobs).toHaveLength(1);
  expect(environment.ocp.mostRunning()).toBe(1);
  await idle(environment);
  expect(await environment.deadLetters()).toEqual([]);
};

/** A proxy of SQS that sends every message twice. */
const startDoublingGate = async (target: string): Promise<TestServer & { doubled(): number }> => {
  let doubled = 0;
  const gate = await startServer((incoming, outgoing) => {
    void buffer(incoming).then((body) => {
      const { url, method, headers } = incoming;
      const forward = (isShown: boolean): void => {
        const forwarded = send(new URL(url!, target), { method, headers }, (answer) => {
          if (!isShown) return void answer.resume();
          outgoing.writeHead(answer.statusCode!, answer.headers);
          answer.pipe(outgoing);
        });
        forwarded.on('error', () => isShown && outgoing.destroy());
        if (isShown) outgoing.on('close', () => forwarded.destroy());
        forwarded.end(body);
      };
      if (/\.SendMessage(Batch)?$/.test(String(headers['x-amz-target']))) {
        doubled += 1;
        forward(false);
      }
      forward(true);
    });
  });
  gates.push(gate);
  return { ...gate, doubled: () => doubled };
};

// They run side by side, because most wait until a dead process loses what it held. The longest begin first.
describe('a worker', () => {
  it.concurrent(
    'killed between its POST and the answer leaves a job that the next worker finds',
    async () => {
      const environment = await askForTwo();
      const doomed = runWorker({ ...environment.variables, ...settings });
      environment.ocp.afterwards('createJob', () => doomed.child.kill('SIGKILL'));
      expect(await doomed.ended).toBe('SIGKILL');
      expect(environment.ocp.jobs).toHaveLength(1);

      const next = runWorker({ ...environment.variables, ...settings });
      await expectAllHome(environment);
      expect(next.logged('export_job_adopted')).toMatchObject([{ exportJobId: 'job-1' }]);
      expect(environment.ocp.requests('createJob')).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'killed before its POST reaches OCP leaves no job, and the next worker lists the jobs before it makes one',
    async () => {
      const environment = await askForTwo();
      const doomed = runWorker({ ...environment.variables, ...settings });
      environment.ocp.instead('createJob', () => doomed.child.kill('SIGKILL'));
      expect(await doomed.ended).toBe('SIGKILL');
      expect(environment.ocp.jobs).toEqual([]);

      const next = runWorker({ ...environment.variables, ...settings });
      await expectAllHome(environment);
      expect(next.logged('export_job_created')).toHaveLength(1);
      const [, second] = environment.ocp.requests('createJob');
      expect(environment.ocp.requests('listJobs').some((atMs) => atMs <= second!)).toBe(true);
    },
    PATIENCE_MS,
  );

  it.concurrent.each<[string, Operation, string]>([
    ['its POST', 'createJob', '4000'],
    ['a poll', 'jobStatus', '600000'],
    ['the listing', 'jobRecordings', '600000'],
  ])(
    'stopped during %s aborts the request, exits with 0, and leaves the work to the next worker',
    async (_, operation, timeoutMs) => {
      const environment = await askForTwo();
      const first = runWorker({ ...environment.variables, ...settings, OCP_TIMEOUT_MS: timeoutMs });
      const asked = Promise.withResolvers<void>();
      environment.ocp.instead(operation, () => asked.resolve()); // And never answers.
      await asked.promise;
      first.child.kill('SIGTERM');
      const toldAtMs = Date.now();
      expect(await first.ended).toBe(0);
      // A consumer gives its messages back after 20 s.
      expect(Date.now() - toldAtMs).toBeLessThan(15_000);
      expect(first.logged('stop_overdue')).toEqual([]);

      runWorker({ ...environment.variables, ...settings });
      await expectAllHome(environment);
    },
    PATIENCE_MS,
  );

  it.concurrent.each<[string, Operation]>([
    ['a poll', 'jobStatus'],
    ['the listing', 'jobRecordings'],
  ])(
    'killed during %s leaves the work to the next worker',
    async (_, operation) => {
      const environment = await askForTwo();
      const doomed = runWorker({ ...environment.variables, ...settings });
      environment.ocp.instead(operation, () => doomed.child.kill('SIGKILL'));
      expect(await doomed.ended).toBe('SIGKILL');
      runWorker({ ...environment.variables, ...settings });
      await expectAllHome(environment);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'does each thing once although every message is delivered twice, to two workers',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const { ocp, variables } = environment;
      ocp.list([listedOf('a')], [listedOf('b')]);
      const request = await missWindow(environment, ['a', 'b', 'unlisted']);
      const gate = await startDoublingGate(variables['AWS_ENDPOINT_URL_SQS']!);
      const workers = [1, 2].map(() => runWorker({ ...variables, AWS_ENDPOINT_URL_SQS: gate.url }));
      await Promise.all(workers.map(({ monitoringUrl }) => monitoringUrl));
      for (let n = 0; n < 3; n += 1) await environment.publish(request);
      await expectAllHome(environment);
      expect(ocp.requests('createJob')).toHaveLength(1);
      // Two polls at least, and the downloads.
      expect(gate.doubled()).toBeGreaterThanOrEqual(3);
      await waitUntil('every message has been worked off', () => isQuiet(workers, 3));
      expect(await reconciliationOf(environment)).toMatchObject({ reconciliationStatus: 'COMPLETED' });
    },
    PATIENCE_MS,
  );
});

/** Whether this many requests have been acknowledged, as the workers count them. */
const isQuiet = async (workers: readonly ServiceProcess[], count: number): Promise<boolean> => {
  const acknowledged = await Promise.all(
    workers.map(async ({ monitoringUrl }) => {
      const metrics = await (await fetch(`${await monitoringUrl}/metrics`)).text();
      return metricSum(
        metrics,
        'messages_total',
        `queue="${queues.reconciliationNormal.name}"`,
        'outcome="ack"',
      );
    }),
  );
  return acknowledged.reduce((sum, n) => sum + n, 0) >= count;
};
