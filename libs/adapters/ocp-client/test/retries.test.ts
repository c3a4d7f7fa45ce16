import {
  OcpContractError,
  OcpCredentialsError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import { caught, type Fixture, makeClient, never, startClient } from './client-fixture.ts';
import { type Answer, bytes, hangUp, json, silence, status } from './ocp-server.ts';

const DONE = json(200, { status: 'COMPLETED' });
const NO_JOBS = json(200, { jobs: [] });
const REQUEST = { group: 'g', fromDate: 'a', toDate: 'b', format: 'wav' };

describe('repeated reads', () => {
  let ocp: Fixture;

  beforeEach(async () => {
    ocp = await startClient();
  });
  afterEach(() => ocp.server.stop());

  it('succeed after outages of every kind, with a permit for each request', async () => {
    ocp.server.answer(hangUp, status(503), status(429), NO_JOBS);

    expect(await ocp.client.listJobs('g', never())).toEqual([]);
    expect(ocp.permits()).toBe(4);
    expect(ocp.samples.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      'listJobs OCP_UNAVAILABLE',
      'listJobs OCP_UNAVAILABLE',
      'listJobs OCP_THROTTLED',
      'listJobs OK',
    ]);
  });

  it('leave the status of a job that is throttled to the caller, who waits without holding a worker', async () => {
    ocp.server.answer(status(429), DONE);
    expect(await caught(ocp.client.jobStatus('a', never()))).toBeInstanceOf(OcpThrottledError);
    expect(ocp.samples).toHaveLength(1);
  });

  it('leave the status of a job that does not come in time to the caller', async () => {
    const { client, samples } = makeClient(ocp.server.baseUrl, { requestTimeoutMs: 100 });
    ocp.server.answer(silence, DONE);
    expect(await caught(client.jobStatus('a', never()))).toBeInstanceOf(OcpTimeoutError);
    expect(samples).toHaveLength(1);
  });

  it('leave the first page of a throttled listing to the caller, and not a later one', async () => {
    const read = async () => {
      const entries = [];
      for await (const entry of ocp.client.jobRecordings('a', never())) entries.push(entry);
      return entries;
    };
    ocp.server.answer(status(429));
    expect(await caught(read())).toBeInstanceOf(OcpThrottledError);
    expect(ocp.server.seen).toHaveLength(1);
    const pageOf = (callId: string, nextPage?: string) => json(200, { recordings: [{ callId }], nextPage });
    ocp.server.answer(pageOf('c-1', '2'), status(429), pageOf('c-2'));
    expect(await read()).toHaveLength(2);
  });

  it('succeed after an answer that breaks off', async () => {
    const broken: Answer = (response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"status":', () => response.destroy());
    };
    ocp.server.answer(broken, DONE);
    expect((await ocp.client.jobStatus('a', never())).status).toBe('COMPLETED');
  });

  it.each([
    ['outages', status(500), OcpUnavailableError, 'OCP_UNAVAILABLE'],
    ['throttling', status(429), OcpThrottledError, 'OCP_THROTTLED'],
  ])('end after three with the last error: %s', async (_, answer, expected, code) => {
    ocp.server.answer(answer);
    const error = await caught(ocp.client.listJobs('g', never()));
    expect(error).toBeInstanceOf(expected);
    expect(error).toMatchObject({ code, fault: 'retryable' });
    expect(ocp.server.seen).toHaveLength(4);
    expect(ocp.permits()).toBe(4);
  });

  it('do not include the creation of a job, which could create two', async () => {
    for (const answer of [status(503), status(429), hangUp]) {
      ocp.server.answer(answer);
      await caught(ocp.client.createJob(REQUEST, never()));
    }
    expect(ocp.server.seen).toHaveLength(3);
  });

  it('are not sent after an answer that will not change', async () => {
    ocp.server.answer(status(400));
    await caught(ocp.client.jobStatus('a', never()));
    expect(ocp.server.seen).toHaveLength(1);
  });

  it('wait as long as OCP asks, not the planned wait', async () => {
    // The planned wait is longer than the time limit of a test.
    const { client } = makeClient(ocp.server.baseUrl, { retryDelaysMs: [600_000] });
    const startedAt = Date.now();
    ocp.server.answer(json(429, {}, { 'retry-after': '1' }), NO_JOBS);

    await client.listJobs('g', never());
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(990);
  });

  it('wait until the date that OCP names, by the given clock', async () => {
    const now = (): number => Date.parse('2026-01-15T10:00:00Z');
    const { client } = makeClient(ocp.server.baseUrl, { retryDelaysMs: [60_000, 60_000], now });
    ocp.server.answer(
      status(503, { 'retry-after': 'Thu, 15 Jan 2026 09:00:00 GMT' }),
      status(429, { 'retry-after': 'Thu, 15 Jan 2026 10:00:00 GMT' }),
      NO_JOBS,
    );
    expect(await client.listJobs('g', never())).toEqual([]);
  });

  it('are reported with their duration by the given clock', async () => {
    let nowMs = 0;
    const { client, samples } = makeClient(ocp.server.baseUrl, { now: () => (nowMs += 7) });
    ocp.server.answer(DONE);
    await client.jobStatus('a', never());
    // The clock is read at the start, for the answer's date, and at the end.
    expect(samples).toEqual([{ operation: 'jobStatus', outcome: 'OK', durationMs: 14 }]);
  });

  it('report the wait that OCP asks for, at most a minute, when no repetition is left', async () => {
    ocp.server.answer(status(429, { 'retry-after': '3600' }));
    const error = await caught(ocp.client.createJob(REQUEST, never()));
    expect(error).toMatchObject({ retryAfterMs: 60_000 });
  });

  it('end at once when the signal aborts during a wait', async () => {
    const { client } = makeClient(ocp.server.baseUrl, { retryDelaysMs: [60_000] });
    const abort = new AbortController();
    const reason = new Error('shutting down');
    ocp.server.answer((response, request) => {
      response.on('close', () => setImmediate(() => abort.abort(reason)));
      status(503, { connection: 'close' })(response, request);
    });
    expect(await caught(client.jobStatus('a', abort.signal))).toBe(reason);
    expect(ocp.server.seen).toHaveLength(1);
  });

  it('end at once when the signal aborts during a request', async () => {
    const abort = new AbortController();
    const reason = new Error('shutting down');
    ocp.server.answer(() => abort.abort(reason));
    expect(await caught(ocp.client.jobStatus('a', abort.signal))).toBe(reason);
    expect(ocp.samples.map(({ outcome }) => outcome)).toEqual(['ABORTED']);
  });

  it('are not sent with an aborted signal', async () => {
    const reason = new Error('shutting down');
    expect(await caught(ocp.client.jobStatus('a', AbortSignal.abort(reason)))).toBe(reason);
    expect(ocp.permits()).toBe(0);
  });

  it('are not sent without a permit', async () => {
    const exhausted = new Error('no budget left');
    const gate = {
      awaitPermit: () => Promise.reject(exhausted),
      giveBack: () => undefined,
      report: () => undefined,
      reportThrottled: () => undefined,
      parallelism: (most: number) => most,
    };
    const { client } = makeClient(ocp.server.baseUrl, { gate });
    expect(await caught(client.jobStatus('a', never()))).toBe(exhausted);
    expect(ocp.server.seen).toHaveLength(0);
  });
});

describe('a request that takes too long', () => {
  let ocp: Fixture;

  beforeEach(async () => {
    ocp = await startClient({ retryDelaysMs: [] });
  });
  afterEach(() => ocp.server.stop());

  /** A client whose requests time out after 100 ms. */
  const impatient = () => makeClient(ocp.server.baseUrl, { requestTimeoutMs: 100, retryDelaysMs: [] }).client;

  it.each<[string, Answer]>([
    ['no answer comes', silence],
    [
      'the body stalls',
      (response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('{');
      },
    ],
    [
      'the body trickles without end',
      (response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('times out: %s', async (_, answer) => {
    ocp.server.answer(answer);
    const error = await caught(impatient().jobStatus('a', never()));
    expect(error).toBeInstanceOf(OcpTimeoutError);
    expect(error).toMatchObject({ code: 'OCP_TIMEOUT', fault: 'retryable' });
  });

  it('is an outage, not a timeout, if the connection is refused', async () => {
    const { client } = makeClient('http://127.0.0.1:1', { retryDelaysMs: [] });
    expect(await caught(client.jobStatus('a', never()))).toBeInstanceOf(OcpUnavailableError);
  });

  it.each([401, 403])('is an error of credentials for HTTP %i', async (code) => {
    ocp.server.answer(status(code));
    const error = await caught(ocp.client.jobStatus('a', never()));
    expect(error).toBeInstanceOf(OcpCredentialsError);
    expect(error).toMatchObject({ code: 'OCP_CREDENTIALS', fault: 'configuration' });
  });

  it('refuses an answer of more than 16 MiB', async () => {
    ocp.server.answer(bytes(Buffer.alloc(16 * 1024 * 1024 + 1, ' ')));
    expect(await caught(ocp.client.jobStatus('a', never()))).toBeInstanceOf(OcpContractError);
  });
});
