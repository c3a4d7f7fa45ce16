import { makeRegistryFile, waitUntil, writeRegistryFile } from '@recordings/test-kit';
import { reconciliationFailures } from '@recordings/topology';
import {
  callOf,
  closed,
  idle,
  idOf,
  listedOf,
  missWindow,
  PATIENCE_MS,
  PHONE,
  reconciliationOf,
  storeAll,
  storeTask,
  tasksFor,
  untouched,
} from './calls.ts';
import { json, OCP_KEY } from './fake-ocp.ts';
import { startTestWorker } from './start-test-worker.ts';
import { useSurroundings } from './use-surroundings.ts';

const surroundings = useSurroundings();

describe('a window of missing calls', () => {
  it.concurrent.each([
    ['high', 'downloads-high'],
    ['normal', 'downloads'],
    ['low', 'downloads'],
  ] as const)('of priority %s sends its downloads to the queue %s', async (priority, queue) => {
    const environment = await surroundings.makeEnvironment();
    environment.ocp.list([listedOf('a')]);
    await environment.publish(await missWindow(environment, ['a'], { priority }));
    const worker = await startTestWorker(environment);
    await worker.settled('export-checks', 'ack', 2);
    expect(await environment.drain(queue)).toHaveLength(1);
    await worker.stop();
  });

  it.concurrent.each([
    ['high', 'mp3', 'mp3'],
    ['normal', 'wav', 'wav'],
    ['low', undefined, 'wav'],
  ] as const)(
    'of priority %s leads to one job, one download for each listed recording, and an outcome for every call',
    async (priority, audioFormat, format) => {
      const environment = await surroundings.makeEnvironment();
      const { ocp } = environment;
      ocp.list([listedOf('a'), listedOf('b')], [listedOf('c')]);
      await environment.publish(
        await missWindow(environment, ['a', 'b', 'c', 'unlisted'], { priority, audioFormat }),
      );
      const worker = await startTestWorker(environment);

      const tasks = await tasksFor(environment, 3);
      expect(tasks).toHaveLength(3);
      expect(new Set(tasks.map(({ callId, recordingId }) => `${callId} ${recordingId}`))).toEqual(
        new Set(['a rec-a', 'b rec-b', 'c rec-c']),
      );
      for (const task of tasks) {
        expect(task).toMatchObject({
          reconciliationId: 'r-1',
          tenantId: 'acme',
          groupId: 'Acme_EN',
          exportJobId: 'job-1',
          declared: { sizeBytes: 32_044 },
        });
      }
      expect(ocp.jobs).toMatchObject([{ group: 'Acme_EN', format }]);
      // Two polls: at the first, the job still runs.
      expect(ocp.requests('jobStatus')).toHaveLength(2);
      expect(await reconciliationOf(environment)).toMatchObject({
        phase: 'downloading',
        calls: { a: { outcome: 'open' }, unlisted: { outcome: 'not-found', code: 'NOT_FOUND' } },
      });
      expect(await callOf(environment, 'unlisted')).toMatchObject({ reconciliationStatus: 'in_progress' });

      for (const task of tasks) await storeTask(environment, task);
      const { reconciliationStatus, calls } = await closed(environment);
      expect(reconciliationStatus).toBe('COMPLETED');
      expect(calls).toMatchObject({
        a: { outcome: 'stored' },
        b: { outcome: 'stored' },
        c: { outcome: 'stored' },
        unlisted: { outcome: 'not-found' },
      });
      expect(await callOf(environment, 'unlisted')).toMatchObject({
        reconciliationStatus: 'failed',
        reconciliationAttempts: 1,
        outcome: { code: 'NOT_FOUND', retryable: true },
      });
      expect(await callOf(environment, 'a')).toMatchObject({
        reconciliationStatus: 'completed',
        exportJobId: 'job-1',
      });
      await idle(environment);
      expect(await environment.deadLetters()).toEqual([]);
      expect(await worker.metric('export_jobs_created_total')).toBe(1);
      expect(await worker.metric('calls_processed_total')).toBe(3);
      for (const secret of [OCP_KEY, PHONE]) expect(worker.lines.join('\n')).not.toContain(secret);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'is closed, and its result is posted again later if the URL of its group does not answer',
    async () => {
      const host = '127.0.0.1:9'; // The port of the discard service, which does not run.
      const callbackUrl = `https://${host}/results`;
      const registry = await writeRegistryFile(
        makeRegistryFile({ name: 'Acme_EN', tenant: 'acme', callbackUrl }),
      );
      const environment = await surroundings.makeEnvironment();
      environment.ocp.list([listedOf('other')]);
      await environment.publish(await missWindow(environment, ['unlisted']));
      const settings = { CALLBACK_HOSTS: host, REGISTRY_FILE: registry.path };
      const worker = await startTestWorker(environment, settings);
      expect(await closed(environment)).toMatchObject({ reconciliationStatus: 'COMPLETED_NOTHING_FOUND' });
      await worker.settled('reconciliation-callbacks', 'postpone', 1);
      expect(await worker.metric('callbacks_total', 'result="failed"')).toBe(1);
      expect(worker.logged('callback_failed')).toMatchObject([{ reconciliationId: 'r-1', attempt: 1 }]);
      await worker.stop();
      await registry.remove();
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'skips calls that need no export any more, and closes at once if no call is left',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const request = await missWindow(environment, ['a', 'b']);
      await environment.publish(request);
      await startTestWorker(environment);
      environment.ocp.list([listedOf('a'), listedOf('b')]);
      expect(await storeAll(environment, 2)).toMatchObject({ reconciliationStatus: 'COMPLETED' });
      const before = await callOf(environment, 'a');

      await environment.publish({
        ...request,
        payload: { ...request.payload, reconciliationId: idOf('r-2') },
      });
      expect(await closed(environment, 'r-2')).toMatchObject({
        reconciliationStatus: 'COMPLETED',
        calls: {},
      });
      expect(await callOf(environment, 'a')).toEqual(before);
      expect(environment.ocp.jobs).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'releases its calls without an attempt when OCP fails the job, and reports each with its FailureType',
    async () => {
      const environment = await surroundings.makeEnvironment();
      environment.ocp.instead('jobStatus', json(200, { status: 'FAILED', errorMessage: 'disk full' }));
      await environment.publish(await missWindow(environment, ['a']));
      await startTestWorker(environment);
      expect(await closed(environment)).toMatchObject({
        reconciliationStatus: 'FAILED_EXPORT_ERROR',
        failureReason: 'disk full',
      });
      expect(await callOf(environment, 'a')).toMatchObject(untouched('FAILED_EXPORT_ERROR'));
      const reports = await environment.drain(reconciliationFailures);
      expect(reports.length).toBeGreaterThan(0);
      // A worker that stalls may send it again, with the same id.
      for (const { Body, MessageAttributes } of reports) {
        expect(MessageAttributes?.['FailureType']?.StringValue).toBe('FAILED_EXPORT_ERROR');
        expect(JSON.parse(Body!)).toMatchObject({ callId: 'a', messageId: 'r-1/a' });
      }
      await idle(environment);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'has a job of its own where OCP allows any number, apart from the windows of another tenant',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const { ocp } = environment;
      ocp.list([listedOf('a'), listedOf('b')]);
      await environment.publish(await missWindow(environment, ['a']));
      await environment.publish(await missWindow(environment, ['b'], { id: 'r-2', groupId: 'Bolt_EN' }));
      const worker = await startTestWorker(environment);
      for (const task of await tasksFor(environment, 2)) {
        const isAcmes = task.callId === 'a';
        expect(task).toMatchObject(
          isAcmes
            ? { tenantId: 'acme', groupId: 'Acme_EN', reconciliationId: 'r-1' }
            : { tenantId: 'bolt', groupId: 'Bolt_EN', reconciliationId: 'r-2' },
        );
        await storeTask(environment, task);
      }
      for (const id of ['r-1', 'r-2'])
        expect(await closed(environment, id)).toMatchObject({ reconciliationStatus: 'COMPLETED' });
      expect(ocp.jobs.map(({ group }) => group).sort()).toEqual(['Acme_EN', 'Bolt_EN']);
      // Both listings contain a call of the other tenant. It is discovered under this tenant, and not downloaded.
      await waitUntil('both have been delivered', async () => worker.logged('call_discovered').length === 2);
      expect(await callOf(environment, 'a', 'bolt')).toMatchObject({ s3Stored: false });
      expect(await environment.takeTasks()).toEqual([]);
    },
    PATIENCE_MS,
  );
});
