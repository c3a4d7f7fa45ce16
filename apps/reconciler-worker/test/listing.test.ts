import { shifted, timestampOf } from '@recordings/call-record';
import { waitUntil } from '@recordings/test-kit';
import { callOf, idle, listedOf, missWindow, PATIENCE_MS, PHONE, storeAll, tasksFor } from './calls.ts';
import { json } from './fake-ocp.ts';
import { startTestWorker, type TestWorker } from './start-test-worker.ts';
import { useSurroundings } from './use-surroundings.ts';

const surroundings = useSurroundings();

const delivered = (worker: TestWorker): Promise<void> =>
  waitUntil('the job is delivered', () => worker.logged('export_delivered').length === 1);

describe('the listing of a finished job', () => {
  it.concurrent(
    'is read to its last page, past empty pages',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const ids = Array.from({ length: 12 }, (_, n) => `call-${n}`);
      const pages = [0, 4, 8].map((from) => ids.slice(from, from + 4).map(listedOf));
      environment.ocp.list(pages[0]!, [], pages[1]!, pages[2]!);
      await environment.publish(await missWindow(environment, ids));
      const worker = await startTestWorker(environment);
      expect(await storeAll(environment, 12)).toMatchObject({ reconciliationStatus: 'COMPLETED' });
      expect(environment.ocp.requests('jobRecordings')).toHaveLength(4);
      expect(await worker.metric('export_listing_oddities_total')).toBe(0);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'has no effect until its last page was read',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const { ocp } = environment;
      ocp.list([listedOf('a')], [listedOf('b')]);
      // The second page fails, and so does its retry. The message is delivered again, and all pages are read again.
      ocp.instead(
        'jobRecordings',
        json(200, { recordings: [listedOf('a')], nextPage: 2 }),
        json(500),
        json(500),
      );
      await environment.publish(await missWindow(environment, ['a', 'b']));
      await startTestWorker(environment, { OVERDUE_SECONDS: '1' });
      const tasks = await tasksFor(environment, 2);
      expect(new Set(tasks.map(({ callId }) => callId))).toEqual(new Set(['a', 'b']));
      expect((await callOf(environment, 'b')).reconciliationAttempts).toBe(0);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'may contain invalid call ids: they are counted and logged, and the other calls are recovered',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const bad = ['a#b', 'line\nbreak', 'x'.repeat(300)];
      const phone = { customerId: PHONE, originUri: `sip:${PHONE}` };
      environment.ocp.list([
        ...bad.map((callId, n) => ({
          ...listedOf('bad'),
          callId,
          recordingId: `rec-bad-${n}`,
          metadata: phone,
        })),
        listedOf('a'),
      ]);
      await environment.publish(await missWindow(environment, ['a']));
      const worker = await startTestWorker(environment);
      expect(await storeAll(environment, 1)).toMatchObject({ reconciliationStatus: 'COMPLETED' });
      await delivered(worker);
      expect(await worker.metric('export_listing_oddities_total', 'kind="call-id"')).toBe(3);
      expect(await worker.metric('export_listing_oddities_total')).toBe(3);
      expect(worker.logged('listed_recording_unusable')).toMatchObject(
        bad.map((callId, n) => ({
          level: 'warn',
          exportJobId: 'job-1',
          group: 'Acme_EN',
          callId: callId.slice(0, 256),
          recordingId: `rec-bad-${n}`,
        })),
      );
      expect(worker.lines.join('\n')).not.toContain(PHONE);
      expect(worker.logged('call_discovered')).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'may list a call twice, on one page or on two: the first recording is used, requested or not',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const second = (callId: string, n = 2) => ({ ...listedOf(callId), recordingId: `rec-${callId}-${n}` });
      environment.ocp.list(
        [listedOf('a'), second('a'), listedOf('unasked')],
        [second('a', 3), second('unasked'), listedOf('b')],
      );
      await environment.publish(await missWindow(environment, ['a', 'b']));
      const worker = await startTestWorker(environment);
      const tasks = await tasksFor(environment, 2);
      await delivered(worker);
      expect(Object.fromEntries(tasks.map(({ callId, recordingId }) => [callId, recordingId]))).toEqual({
        a: 'rec-a',
        b: 'rec-b',
      });
      expect(await worker.metric('export_listing_oddities_total', 'kind="twice"')).toBe(3);
      expect(await worker.metric('export_listing_oddities_total')).toBe(3);
      const logged = { level: 'warn', exportJobId: 'job-1', group: 'Acme_EN' };
      expect(worker.logged('recording_listed_twice')).toMatchObject([
        { ...logged, callId: 'a', recordingId: 'rec-a-2', firstRecordingId: 'rec-a' },
        { ...logged, callId: 'a', recordingId: 'rec-a-3', firstRecordingId: 'rec-a' },
        { ...logged, callId: 'unasked', recordingId: 'rec-unasked-2', firstRecordingId: 'rec-unasked' },
      ]);
      // No window asked for it: one call, discovered once.
      expect(worker.logged('call_discovered')).toMatchObject([{ callId: 'unasked' }]);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'may name a call by the id of its conversation, if the file name names the call',
    async () => {
      const environment = await surroundings.makeEnvironment();
      environment.ocp.list([
        { ...listedOf('a'), callId: 'conversation-1', fileName: 'Acme_EN~42~1768471200000~a.wav' },
      ]);
      await environment.publish(await missWindow(environment, ['a']));
      const worker = await startTestWorker(environment);
      expect(await storeAll(environment, 1)).toMatchObject({ reconciliationStatus: 'COMPLETED' });
      await delivered(worker);
      expect(worker.logged('call_discovered')).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'is completed by the metadata of the job, if the job has one recording',
    async () => {
      const environment = await surroundings.makeEnvironment();
      environment.ocp.list([{ ...listedOf('a'), metadata: { agentId: 'AGENT-002' } }]);
      const metadata = { duration: 324, agentId: 'AGENT-001', queueName: 'Sales' };
      environment.ocp.afterwards('jobStatus', json(200, { status: 'IN_PROGRESS' }));
      environment.ocp.afterwards('jobStatus', json(200, { status: 'COMPLETED', metadata }));
      await environment.publish(await missWindow(environment, ['a']));
      await startTestWorker(environment);
      await tasksFor(environment, 1);
      expect((await callOf(environment, 'a')).ocpMetadata).toEqual({ ...metadata, agentId: 'AGENT-002' });
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'may give no time of a call: the whole range of that job is exported again',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const { ocp } = environment;
      const url = 'https://ocp.example/a.wav';
      ocp.list([{ callId: 'bare', audioUrl: url, duration: 61 }]);
      await environment.publish(await missWindow(environment, ['asked']));
      const worker = await startTestWorker(environment);
      await delivered(worker);
      await idle(environment);
      const { fromDate, toDate } = ocp.jobs[0]!;
      const call = await callOf(environment, 'bare');
      expect(call).toMatchObject({
        callTimestamp: fromDate,
        recoverableUntil: shifted(toDate, 60 * 86_400_000),
        facts: { discovered: { startedAt: fromDate, startedBefore: toDate } },
      });
      const request = await missWindow(environment, ['asked'], { id: 'r-2' });
      const calls = [{ callId: call.callId }];
      await environment.publish({ ...request, payload: { ...request.payload, calls } });
      expect(await storeAll(environment, 1, 'r-2')).toMatchObject({ reconciliationStatus: 'COMPLETED' });
      expect(ocp.jobs.slice(1)).toMatchObject([{ fromDate, toDate }]);
      expect(await callOf(environment, 'bare')).toMatchObject({ s3Stored: true, reconciliationAttempts: 0 });
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'may give the time of a call by the name of its recording',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const atMs = Date.now() - 7_200_000;
      environment.ocp.list([{ callId: 'named', fileName: `Acme_EN~42~${atMs}~named.wav` }]);
      await environment.publish(await missWindow(environment, ['asked']));
      const worker = await startTestWorker(environment);
      await delivered(worker);
      const { callTimestamp, facts } = await callOf(environment, 'named');
      expect(callTimestamp).toBe(timestampOf(atMs));
      expect(facts.discovered).not.toHaveProperty('startedBefore');
    },
    PATIENCE_MS,
  );
});
