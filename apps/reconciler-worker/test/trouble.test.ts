import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { waitUntil } from '@recordings/test-kit';
import { queues } from '@recordings/topology';
import {
  callOf,
  closed,
  idle,
  listedOf,
  missWindow,
  PATIENCE_MS,
  reconciliationOf,
  storeAll,
  untouched,
} from './calls.ts';
import type { Environment } from './environment.ts';
import { type Answer, hangUp, json, OCP_KEY } from './fake-ocp.ts';
import { startTestWorker } from './start-test-worker.ts';
import { useSurroundings } from './use-surroundings.ts';

const surroundings = useSurroundings();

/** An environment whose OCP has the recording of the requested call. */
const askFor = async (callId: string): Promise<Environment> => {
  const environment = await surroundings.makeEnvironment();
  environment.ocp.list([listedOf(callId)]);
  await environment.publish(await missWindow(environment, [callId]));
  return environment;
};

const times = (count: number, answer: Answer): Answer[] => Array<Answer>(count).fill(answer);

/** Pauses before each request but the first, in milliseconds. */
const pauses = (requests: readonly number[]): number[] =>
  requests.slice(1).map((atMs, n) => atMs - requests[n]!);

const expectHome = async (environment: Environment, callId: string, id = 'r-1'): Promise<void> => {
  expect(await storeAll(environment, 1, id)).toMatchObject({ reconciliationStatus: 'COMPLETED' });
  expect(await callOf(environment, callId)).toMatchObject({
    reconciliationStatus: 'completed',
    reconciliationAttempts: 0,
  });
  expect(environment.ocp.mostRunning()).toBe(1);
  expect(await environment.deadLetters()).toEqual([]);
};

/** The pooler asks again, and the recovery succeeds. */
const expectHomeNextTime = async (environment: Environment, callId: string): Promise<void> => {
  await environment.publish(await missWindow(environment, [callId], { id: 'r-2' }));
  await expectHome(environment, callId, 'r-2');
};

// In one block, because only tests of one block run side by side.
describe('trouble at OCP:', () => {
  it.concurrent(
    'an export slot that another job uses is waited for, however long, and then taken',
    async () => {
      const environment = await askFor('busy');
      const { ocp } = environment;
      const range = { fromDate: '2026-01-01T00:00:00Z', toDate: '2026-01-01T01:00:00Z' };
      const console = {
        exportJobId: 'by-hand',
        group: 'Acme_EN',
        format: 'wav',
        key: 'of a person',
        ...range,
      };
      ocp.jobs.push({ ...console, createdAt: new Date().toISOString(), status: 'IN_PROGRESS' });
      const worker = await startTestWorker(environment);
      await waitUntil(
        'it was refused more often than creates are retried',
        () => ocp.requests('createJob').length > 4,
      );
      expect(await reconciliationOf(environment)).toMatchObject({ phase: 'waiting' });
      expect(worker.logged('export_slot_busy')[0]).toMatchObject({ level: 'info', runningJobId: 'by-hand' });
      ocp.jobs[0]!.status = 'COMPLETED';
      await expectHome(environment, 'busy');
      expect(ocp.jobs).toHaveLength(2);
      for (const pauseMs of pauses(ocp.requests('createJob'))) expect(pauseMs).toBeGreaterThanOrEqual(1_000);
      // A refused POST has made no job, so the jobs are not listed.
      expect(ocp.requests('listJobs')).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'while OCP is down, calls are released without an attempt: connection refused',
    async () => {
      const environment = await askFor('refused');
      const worker = await startTestWorker(environment, { OCP_BASE_URL: 'http://127.0.0.1:1' });
      expect(await closed(environment)).toMatchObject({ reconciliationStatus: 'FAILED_OCP_API_ERROR' });
      expect(await callOf(environment, 'refused')).toMatchObject(untouched('FAILED_OCP_API_ERROR'));
      expect(worker.logged('export_job_create_failed')[0]).toMatchObject({
        level: 'error',
        code: 'OCP_UNAVAILABLE',
      });
      await idle(environment);
    },
    PATIENCE_MS,
  );

  it.concurrent.each([
    ['answers every create with 500', json(500)],
    ['hangs up on every create', hangUp],
  ])(
    'while OCP is down, calls are released without an attempt: %s',
    async (_, answer) => {
      const environment = await askFor('call');
      const { ocp } = environment;
      // Three creates. Before the second and the third, the jobs are listed to find that of the one before.
      ocp.instead('createJob', ...times(3, answer));
      await startTestWorker(environment);
      expect(await closed(environment)).toMatchObject({ reconciliationStatus: 'FAILED_OCP_API_ERROR' });
      expect(await callOf(environment, 'call')).toMatchObject(untouched('FAILED_OCP_API_ERROR'));
      expect(ocp.requests('createJob')).toHaveLength(3);
      expect(ocp.requests('listJobs')).toHaveLength(2);
      await idle(environment);
      await expectHomeNextTime(environment, 'call');
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'while OCP is down, polls fail and the job is delivered later',
    async () => {
      const environment = await askFor('call');
      environment.ocp.instead('jobStatus', ...times(4, json(503)));
      const worker = await startTestWorker(environment);
      await expectHome(environment, 'call');
      expect(environment.ocp.jobs).toHaveLength(1);
      expect(worker.logged('export_job_poll_failed')[0]).toMatchObject({
        level: 'warn',
        code: 'OCP_UNAVAILABLE',
      });
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'while OCP is down, the listing fails and is read again later',
    async () => {
      const environment = await askFor('call');
      environment.ocp.instead('jobRecordings', ...times(2, hangUp));
      await startTestWorker(environment, { OVERDUE_SECONDS: '1' });
      await expectHome(environment, 'call');
      expect(environment.ocp.jobs).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'if OCP is down for longer than a job is polled, its recordings go to the next window that asks',
    async () => {
      const environment = await askFor('late');
      const { ocp } = environment;
      ocp.isSlow = true;
      ocp.instead('jobStatus', ...times(2, json(500)));
      await startTestWorker(environment, { MAX_POLLS: '1' });
      expect(await closed(environment)).toMatchObject({ reconciliationStatus: 'FAILED_MAX_RETRIES' });
      expect(await callOf(environment, 'late')).toMatchObject(untouched('FAILED_MAX_RETRIES'));
      await environment.publish(await missWindow(environment, ['late'], { id: 'r-2' }));
      await waitUntil(
        'r-2 waits',
        async () => (await reconciliationOf(environment, 'r-2'))?.phase === 'waiting',
      );
      ocp.isSlow = false;
      await expectHome(environment, 'late', 'r-2');
      expect(ocp.jobs).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'a throttling OCP gets no request for as long as it asks, and no attempt is used',
    async () => {
      const environment = await askFor('call');
      const { ocp } = environment;
      ocp.instead('createJob', json(429, {}, { 'retry-after': '3' }));
      ocp.instead('jobStatus', json(429, {}, { 'retry-after': '2' }));
      await startTestWorker(environment);
      await expectHome(environment, 'call');
      expect(ocp.jobs).toHaveLength(1);
      expect(pauses(ocp.requests('createJob'))[0]).toBeGreaterThanOrEqual(3_000);
      expect(pauses(ocp.requests('jobStatus'))[0]).toBeGreaterThanOrEqual(1_990); // Timers may be a little early.
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'credentials that OCP refuses at a create hold the exports back, without the key in a log, and use no attempt',
    async () => {
      const environment = await askFor('call');
      const apiKey = 'not-the-key-4711';
      const wrong = { kind: 'api-key', apiKey };
      const worker = await startTestWorker(environment, {
        OCP_CREDENTIALS: JSON.stringify({ 'acme-ocp': wrong, 'bolt-ocp': wrong }),
        OVERDUE_SECONDS: '1',
      });
      await waitUntil('two tries', () => worker.logged('exports_held_back').length >= 2);
      expect(worker.logged('exports_held_back')[0]).toMatchObject({
        level: 'error',
        tenantId: 'acme',
        failures: 1,
        why: 'credentials refused',
      });
      for (const line of worker.logged('export_job_create_failed'))
        expect(line).toMatchObject({ level: 'error', code: 'OCP_CREDENTIALS' });
      expect(worker.lines.join('\n')).not.toContain(apiKey);
      const claimed = { reconciliationStatus: 'in_progress', reconciliationAttempts: 0 };
      expect(await callOf(environment, 'call')).toMatchObject(claimed);
      environment.ocp.key = apiKey;
      await expectHome(environment, 'call');
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'credentials that OCP refuses while a job runs are an error, and no second job is made',
    async () => {
      const environment = await askFor('call');
      for (const request of ['jobStatus', 'jobRecordings'] as const)
        environment.ocp.instead(request, json(401, { message: `key ${OCP_KEY} is stale` }));
      const worker = await startTestWorker(environment, { OVERDUE_SECONDS: '1', OUTAGE_RETRY_SECONDS: '1' });
      await expectHome(environment, 'call');
      expect(worker.logged('export_job_poll_failed')).toMatchObject([
        { level: 'error', code: 'OCP_CREDENTIALS' },
      ]);
      const about = { level: 'error', tenantId: 'acme', holds: 1, waitMs: 1_000 };
      expect(worker.logged('credentials_refused')).toMatchObject(
        ['jobStatus', 'jobRecordings'].map((request) => ({ ...about, request })),
      );
      expect(worker.logged('export_results_refused')).toMatchObject([{ err: { code: 'OCP_CREDENTIALS' } }]);
      expect([...worker.logged('message_failed'), ...worker.logged('watchdog_failed')]).toEqual([]);
      expect(environment.ocp.jobs).toHaveLength(1);
      expect(worker.lines.join('\n')).not.toContain(OCP_KEY);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'downloads without a result fail at their deadline, and use no attempt',
    async () => {
      const environment = await askFor('call');
      await startTestWorker(environment, { DOWNLOAD_DEADLINE_MINUTES: '0.05', OVERDUE_SECONDS: '1' });
      expect(await closed(environment)).toMatchObject({ reconciliationStatus: 'FAILED_PARALLEL_ERROR' });
      expect(await callOf(environment, 'call')).toMatchObject(untouched('DOWNLOAD_DEADLINE'));
      await environment.takeTasks();
      await expectHomeNextTime(environment, 'call');
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'a poll that is lost is sent again by the watchdog',
    async () => {
      const environment = await askFor('call');
      const checks = queues.exportChecks.name;
      await startTestWorker(environment, { POLL_DELAY_SECONDS: '3', OVERDUE_SECONDS: '1' });
      await waitUntil('its poll is sent', async () => (await environment.delayed(checks)) === 1);
      await environment.clients.sqs.send(
        new PurgeQueueCommand({ QueueUrl: await environment.queueUrl(checks) }),
      );
      await expectHome(environment, 'call');
      expect(environment.ocp.jobs).toHaveLength(1);
    },
    PATIENCE_MS,
  );
});
