import { OcpBreakerOpenError, OcpUnavailableError } from '@recordings/reconciliation';
import { waitUntil } from '@recordings/test-kit';
import { caught, type Fixture, makeClient, never, startClient } from './client-fixture.ts';
import { type Answer, json, status } from './ocp-server.ts';

const DONE = json(200, { status: 'done' });
const DOWN = status(500);
/** Longer than the time limit of a test. */
const LONG_MS = 600_000;
const SHORT_MS = 100;

describe('the circuit breaker', () => {
  let ocp: Fixture;

  const start = async (openMs: number): Promise<void> => {
    ocp = await startClient({ retryDelaysMs: [], breaker: { consecutiveErrors: 5, openMs } });
  };
  beforeEach(() => start(LONG_MS));
  afterEach(() => ocp.server.stop());

  const ask = (signal = never()) => ocp.client.jobStatus('a', signal);

  const fail = async (times: number, answer: Answer = DOWN): Promise<void> => {
    ocp.server.answer(answer);
    for (let failures = 0; failures < times; failures += 1) await ask().catch(() => undefined);
  };

  /** Sends requests until the breaker lets one through. Until then each must be refused by the breaker. */
  const askUntilSent = async (signal = never()): Promise<Error | undefined> => {
    let error: Error | undefined;
    await waitUntil('the breaker lets a request through', async () => {
      error = await ask(signal).then(
        () => undefined,
        (reason: unknown) => reason as Error,
      );
      return !(error instanceof OcpBreakerOpenError);
    });
    return error;
  };

  it('opens after five errors in a row, and then sends no request and takes no permit', async () => {
    await fail(4);
    expect(ocp.client.breakerState()).toBe('closed');
    await fail(1);
    expect(ocp.client.breakerState()).toBe('open');

    const error = await caught(ask());
    expect(error).toBeInstanceOf(OcpUnavailableError);
    expect(error).toMatchObject({ code: 'OCP_UNAVAILABLE', fault: 'retryable' });
    expect(ocp.server.seen).toHaveLength(5);
    expect(ocp.permits()).toBe(5);
  });

  it('counts errors of all operations, also of the creation of jobs', async () => {
    await fail(4);
    await caught(ocp.client.createJob({ group: 'g', fromDate: 'a', toDate: 'b', format: 'wav' }, never()));
    expect(ocp.client.breakerState()).toBe('open');
  });

  it.each([400, 401, 404, 409, 429])(
    'ends the row of errors at HTTP %i, which is an answer',
    async (code) => {
      await fail(4);
      await fail(1, status(code));
      await fail(4);
      expect(ocp.client.breakerState()).toBe('closed');
    },
  );

  const startImpatient = async (): Promise<void> => {
    await ocp.server.stop();
    await start(SHORT_MS);
  };

  it('sends one trial request after the pause, refuses others meanwhile, and closes on its success', async () => {
    await startImpatient();
    await fail(5);
    let state = '';
    const trial: Answer = (response, request) => {
      state = ocp.client.breakerState();
      void caught(ask()).then((error) => {
        expect(error).toBeInstanceOf(OcpBreakerOpenError);
        DONE(response, request);
      });
    };
    ocp.server.answer(trial);

    expect(await askUntilSent()).toBeUndefined();
    expect(state).toBe('half-open');
    expect(ocp.client.breakerState()).toBe('closed');
    expect(ocp.server.seen).toHaveLength(6);
  });

  it('opens again at once when the trial fails', async () => {
    await startImpatient();
    await fail(5);
    expect(await askUntilSent()).toBeInstanceOf(OcpUnavailableError);
    expect(ocp.client.breakerState()).toBe('open');
    expect(ocp.server.seen).toHaveLength(6);
  });

  it('opens again when the trial is aborted, because OCP did not answer', async () => {
    await startImpatient();
    await fail(5);
    const abort = new AbortController();
    const sent = new Promise<void>((resolve) => ocp.server.answer(() => resolve()));
    void sent.then(() => abort.abort(new Error('shutting down')));
    expect(await askUntilSent(abort.signal)).toMatchObject({ message: 'shutting down' });
    expect(ocp.client.breakerState()).toBe('open');
  });

  it('ends the repetitions when it opens', async () => {
    const { client } = makeClient(ocp.server.baseUrl, {
      retryDelaysMs: [1, 1, 1, 1, 1, 1, 1, 1],
      breaker: { consecutiveErrors: 3, openMs: LONG_MS },
    });
    ocp.server.answer(DOWN);
    expect(await caught(client.jobStatus('a', never()))).toBeInstanceOf(OcpBreakerOpenError);
    expect(ocp.server.seen).toHaveLength(3);
  });

  it('belongs to one client: another client’s stays closed', async () => {
    await fail(5);
    const other = makeClient(ocp.server.baseUrl);
    ocp.server.answer(DONE);
    await other.client.jobStatus('a', never());
    expect([ocp.client.breakerState(), other.client.breakerState()]).toEqual(['open', 'closed']);
  });

  it('counts a refused connection', async () => {
    const gone = await startClient({ retryDelaysMs: [], breaker: { consecutiveErrors: 2, openMs: LONG_MS } });
    await gone.server.stop();
    await caught(gone.client.jobStatus('a', never()));
    await caught(gone.client.jobStatus('a', never()));
    expect(gone.client.breakerState()).toBe('open');
  });
});
