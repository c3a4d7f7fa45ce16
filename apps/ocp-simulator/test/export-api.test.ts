import { HOUR_MS, MINUTE_MS, makeCall, NOON } from './make-call.ts';
import { exportNoon, makeTestSimulator, noonRequest, OCP_API_KEY } from './make-test-simulator.ts';

const iso = (time: number): string => new Date(time).toISOString();
const anyId = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('Export API', () => {
  it('creates a job and says when it will be done', async () => {
    const { ask, clock } = makeTestSimulator([makeCall(1)]);
    expect(await ask('POST', '/recordings/export', noonRequest)).toEqual({
      status: 202,
      body: { exportJobId: anyId, status: 'CREATED', estimatedCompletionTime: iso(clock.now + 700) },
    });
  });

  it('shows progress, then the size and the URL of the recordings', async () => {
    const { ask, clock } = makeTestSimulator([makeCall(1), makeCall(2)], { JOB_DURATION_MS: '10000' });
    const { body } = await ask('POST', '/recordings/export', noonRequest);
    const exportJobId = (body as { exportJobId: string }).exportJobId;
    const path = `/recordings/export/${exportJobId}`;
    clock.now += 2_500;
    expect(await ask('GET', path)).toEqual({
      status: 200,
      body: { exportJobId, status: 'IN_PROGRESS', progress: 25, estimatedSecondsRemaining: 8 },
    });
    clock.now += 7_500;
    expect((await ask('GET', path)).body).toEqual({
      exportJobId,
      status: 'COMPLETED',
      progress: 100,
      fileSize: 2 * 16_044,
      completedAt: iso(clock.now),
      downloadUrl: expect.stringMatching(new RegExp(`^http://.+${path}/recordings$`)),
    });
  });

  it('shows the metadata of a job that has one recording', async () => {
    const simulator = makeTestSimulator([makeCall(1)]);
    const exportJobId = await exportNoon(simulator);
    expect((await simulator.ask('GET', `/recordings/export/${exportJobId}`)).body).toMatchObject({
      metadata: {
        duration: 1,
        channels: 1,
        sampleRate: 8_000,
        format: 'wav',
        agentId: 'agent-101',
        queueName: 'MainMenu',
      },
    });
  });

  it('says why a job failed', async () => {
    const simulator = makeTestSimulator([], { FAULTS: 'failed-job' });
    const exportJobId = await exportNoon(simulator);
    expect((await simulator.ask('GET', `/recordings/export/${exportJobId}`)).body).toMatchObject({
      status: 'FAILED',
      errorMessage: 'the export failed in OCP',
    });
  });

  it("lists only the group's jobs", async () => {
    const simulator = makeTestSimulator([]);
    const exportJobId = await exportNoon(simulator);
    await simulator.ask('POST', '/recordings/export', { ...noonRequest, tenantId: 'Support' });
    expect(await simulator.ask('GET', '/recordings/export?tenantId=Sales')).toEqual({
      status: 200,
      body: {
        jobs: [
          {
            exportJobId,
            status: 'COMPLETED',
            fromDate: iso(NOON),
            toDate: iso(NOON + HOUR_MS),
            createdAt: iso(simulator.clock.now - 1_000),
          },
        ],
      },
    });
  });

  it('answers 409 with the running job while the slot is held', async () => {
    const { ask } = makeTestSimulator([], { EXPORT_PROFILE: 'omilia' });
    const first = await ask('POST', '/recordings/export', noonRequest);
    expect(await ask('POST', '/recordings/export', noonRequest)).toEqual({
      status: 409,
      body: {
        code: 'EXPORT_RUNNING',
        message: expect.any(String),
        exportJobId: (first.body as { exportJobId: string }).exportJobId,
      },
    });
  });

  it('shows the job of the console that holds the slot under busy-slot', async () => {
    const { ask } = makeTestSimulator([], { FAULTS: 'busy-slot' });
    const { status, body } = await ask('POST', '/recordings/export', noonRequest);
    expect(status).toBe(409);
    expect((await ask('GET', '/recordings/export?tenantId=Sales')).body).toMatchObject({
      jobs: [{ exportJobId: (body as { exportJobId: string }).exportJobId, status: 'CREATED' }],
    });
  });

  it.each([
    ['an unknown group', { tenantId: 'Nobody' }, 'UNKNOWN_GROUP'],
    ['no range', { toDate: noonRequest.fromDate }, 'RANGE_EMPTY'],
    ['half an hour', { toDate: iso(NOON + 30 * MINUTE_MS) }, 'RANGE_TOO_SHORT'],
    ['three days', { toDate: iso(NOON + 72 * HOUR_MS) }, 'RANGE_TOO_LONG'],
    ['an invalid date', { fromDate: 'yesterday' }, 'BAD_REQUEST'],
    ['a local time without offset', { fromDate: '2026-05-12T12:00:00' }, 'BAD_REQUEST'],
  ])('refuses %s in the omilia profile', async (_case, wrong, code) => {
    const { ask } = makeTestSimulator([], { EXPORT_PROFILE: 'omilia' });
    expect(await ask('POST', '/recordings/export', { ...noonRequest, ...wrong })).toEqual({
      status: 400,
      body: { code, message: expect.any(String) },
    });
  });

  it('refuses a request without the key, on every path', async () => {
    const { app } = makeTestSimulator([]);
    for (const path of ['', '?tenantId=Sales', '/x', '/x/recordings', '/x/files/y']) {
      const url = `/recordings/export${path}`;
      expect((await app.inject({ url })).statusCode).toBe(401);
      const headers = { 'x-api-key': `${OCP_API_KEY}x` };
      expect((await app.inject({ url, headers })).statusCode).toBe(401);
    }
  });

  it('answers 404 for an unknown job, and 400 for the jobs of an unknown group', async () => {
    const { ask } = makeTestSimulator([]);
    for (const path of ['x', 'x/recordings', 'x/files/y'])
      expect((await ask('GET', `/recordings/export/${path}`)).status).toBe(404);
    for (const query of ['', '?tenantId=Nobody'])
      expect((await ask('GET', `/recordings/export${query}`)).status).toBe(400);
  });
});
