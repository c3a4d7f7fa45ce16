import { OcpBreakerOpenError } from '@recordings/reconciliation';
import { caught, type Fixture, makeClient, never, startClient } from './client-fixture.ts';
import { type Answer, bytes, hangUp, json, silence, status } from './ocp-server.ts';

describe('the outcome of a request', () => {
  let ocp: Fixture;

  beforeEach(async () => {
    ocp = await startClient({ retryDelaysMs: [] });
  });
  afterEach(() => ocp.server.stop());

  it.each([400, 401, 404, 409, 410, 429])('is an answer for HTTP %i', async (code) => {
    ocp.server.answer(status(code));
    await ocp.client.jobStatus('a', never()).catch(() => undefined);
    expect(ocp.outcomes).toEqual(['answered']);
  });

  it.each<[string, Answer]>([
    ['HTTP 500', status(500)],
    ['HTTP 503', status(503)],
    ['a closed connection', hangUp],
  ])('is an outage for %s', async (_, answer) => {
    ocp.server.answer(answer);
    await caught(ocp.client.jobStatus('a', never()));
    expect(ocp.outcomes).toEqual(['outage']);
  });

  it('is an outage if no answer comes in time', async () => {
    ocp.server.answer(silence);
    const { client, outcomes } = makeClient(ocp.server.baseUrl, { retryDelaysMs: [], requestTimeoutMs: 100 });
    await caught(client.jobStatus('a', never()));
    expect(outcomes).toEqual(['outage']);
  });

  it('is an outage if the connection is refused', async () => {
    const { client, outcomes } = makeClient('http://127.0.0.1:1', { retryDelaysMs: [] });
    await caught(client.jobStatus('a', never()));
    expect(outcomes).toEqual(['outage']);
  });

  it('is an answer if OCP sends something that we cannot read', async () => {
    ocp.server.answer(json(200, { nothing: 1 }));
    await caught(ocp.client.jobStatus('a', never()));
    expect(ocp.outcomes).toEqual(['answered']);
  });

  it('is reported for each request: repetitions, redirects and the download', async () => {
    const { client, outcomes } = makeClient(ocp.server.baseUrl, { retryDelaysMs: [1] });
    ocp.server.answer(status(503), json(302, {}, { location: '/moved' }), bytes(Buffer.from('RIFF')));
    await client.download('j', 'r', never());
    expect(outcomes).toEqual(['outage', 'answered', 'answered']);
  });

  it('is open when its caller gives up', async () => {
    const abort = new AbortController();
    const sent = new Promise<void>((resolve) => ocp.server.answer(() => resolve()));
    void sent.then(() => abort.abort(new Error('shutting down')));
    expect((await caught(ocp.client.jobStatus('a', abort.signal))).message).toBe('shutting down');
    expect(ocp.outcomes).toEqual(['aborted']);
  });

  it('does not exist while the breaker is open: no request is sent or repeated', async () => {
    const gate = {
      awaitPermit: () => Promise.reject(new OcpBreakerOpenError('OCP failed')),
      giveBack: () => undefined,
      report: () => {
        throw new Error('no request was sent');
      },
      reportThrottled: () => undefined,
      parallelism: (most: number) => most,
    };
    const { client } = makeClient(ocp.server.baseUrl, { gate, retryDelaysMs: [600_000] });
    const error = await caught(client.jobStatus('a', never()));
    expect(error).toBeInstanceOf(OcpBreakerOpenError);
    expect(error).toMatchObject({ code: 'OCP_UNAVAILABLE', fault: 'retryable' });
    expect(await caught(client.reservePermit('control', never()))).toBeInstanceOf(OcpBreakerOpenError);
    expect(ocp.server.seen).toEqual([]);
  });
});
