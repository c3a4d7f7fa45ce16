import { makeCall, NOON } from './make-call.ts';
import { exportNoon, makeTestSimulator, noonRequest } from './make-test-simulator.ts';

type Page = {
  recordings: { callId: string }[];
  notFound: string[];
  errors: unknown[];
  nextPage?: number;
};

const DAY_MS = 86_400_000;

describe("a job's recordings", () => {
  it('describes a recording', async () => {
    const simulator = makeTestSimulator([makeCall(1)]);
    const id = await exportNoon(simulator);
    expect((await simulator.ask('GET', `/recordings/export/${id}/recordings`)).body).toEqual({
      recordings: [
        {
          callId: 'call-1',
          conversationId: 'call-1',
          recordingId: 'recording-1',
          fileName: `Sales~101~${NOON}~call-1.wav`,
          audioUrl: expect.stringMatching(
            new RegExp(`^http://.+/recordings/export/${id}/files/recording-1$`),
          ),
          duration: 1,
          sizeBytes: 16_044,
          sha256: 'ab'.repeat(32),
          startedAt: new Date(NOON).toISOString(),
          metadata: {
            duration: 1,
            channels: 1,
            sampleRate: 8_000,
            format: 'wav',
            agentId: 'agent-101',
            queueName: 'MainMenu',
          },
        },
      ],
      notFound: [],
      errors: [],
    });
  });

  it.each([
    [0, [0]],
    [25, [25]],
    [26, [25, 1]],
    [60, [25, 25, 10]],
  ])('lists %i recordings in pages of %j, each once', async (count, sizes) => {
    const calls = Array.from({ length: count }, (_, at) => makeCall(at));
    const simulator = makeTestSimulator(calls);
    const id = await exportNoon(simulator);
    const pages: Page[] = [];
    for (let page: number | undefined = 1; page !== undefined; page = pages.at(-1)!.nextPage) {
      const { body } = await simulator.ask('GET', `/recordings/export/${id}/recordings?page=${page}`);
      pages.push(body);
    }
    expect(pages.map(({ recordings }) => recordings.length)).toEqual(sizes);
    const ids = pages.flatMap(({ recordings }) => recordings.map(({ callId }) => callId));
    expect(ids).toEqual(calls.map(({ callId }) => callId));
  });

  it('names the calls that it did not find on the first page only', async () => {
    const calls = Array.from({ length: 30 }, (_, at) => makeCall(at));
    const lost = makeCall(99, { pushFate: 'lost' });
    const simulator = makeTestSimulator([...calls, lost], { FAULTS: 'not-found' });
    const id = await exportNoon(simulator);
    const notFoundOn = async (page: number) =>
      ((await simulator.ask('GET', `/recordings/export/${id}/recordings?page=${page}`)).body as Page)
        .notFound;
    expect([await notFoundOn(1), await notFoundOn(2)]).toEqual([['call-99'], []]);
  });

  it('refuses an invalid page number', async () => {
    const simulator = makeTestSimulator([]);
    const id = await exportNoon(simulator);
    for (const page of ['0', '-1', 'two', '1.5'])
      expect((await simulator.ask('GET', `/recordings/export/${id}/recordings?page=${page}`)).status).toBe(
        400,
      );
  });

  it('answers 409 until the job is done, and when it has failed', async () => {
    const simulator = makeTestSimulator([], { FAULTS: 'failed-job' });
    const { ask, clock } = simulator;
    const failedId = await exportNoon(simulator);
    expect(await ask('GET', `/recordings/export/${failedId}/recordings`)).toMatchObject({
      status: 409,
      body: { code: 'JOB_FAILED' },
    });
    const { body } = await ask('POST', '/recordings/export', noonRequest);
    const runningId = (body as { exportJobId: string }).exportJobId;
    expect((await ask('GET', `/recordings/export/${runningId}/recordings`)).body).toMatchObject({
      code: 'JOB_CREATED',
    });
    clock.now += 700;
    expect((await ask('GET', `/recordings/export/${runningId}/recordings`)).status).toBe(200);
  });

  it('expires a job a day after it finished', async () => {
    const simulator = makeTestSimulator([makeCall(1)]);
    const id = await exportNoon(simulator);
    simulator.clock.now += DAY_MS;
    expect((await simulator.ask('GET', `/recordings/export/${id}`)).body).toMatchObject({
      status: 'EXPIRED',
    });
    expect((await simulator.ask('GET', `/recordings/export/${id}/recordings`)).status).toBe(409);
    expect((await simulator.ask('GET', `/recordings/export/${id}/files/recording-1`)).status).toBe(410);
  });
});
