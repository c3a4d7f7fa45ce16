import {
  OcpBreakerOpenError,
  OcpContractError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import { DEFAULT_RETRY_DELAYS_MS, retryReads, waitMsAfter } from './retry-reads.ts';

const never = new AbortController().signal;

describe('waitMsAfter', () => {
  it.each([
    [0, 800],
    [0.5, 1_000],
    [1, 1_200],
  ])('takes the planned wait, give or take a fifth: random %d', (random, expected) => {
    expect(waitMsAfter(new OcpTimeoutError('late'), 1_000, random)).toBeCloseTo(expected);
    expect(waitMsAfter(new OcpThrottledError('jobStatus'), 1_000, random)).toBeCloseTo(expected);
  });

  it.each([
    [new OcpThrottledError('jobStatus', 7_000), 7_000],
    [new OcpThrottledError('jobStatus', 0), 0],
    [new OcpUnavailableError('HTTP 503', { askedMs: 2_000 }), 2_000],
  ])('takes the wait that OCP asks for: %s', (error, expected) => {
    expect(waitMsAfter(error, 60_000, 0.5)).toBe(expected);
  });

  it('plans for 1 s, 5 s and 30 s', () => {
    expect(DEFAULT_RETRY_DELAYS_MS).toEqual([1_000, 5_000, 30_000]);
  });
});

describe('retryReads', () => {
  /** Runs a task that throws these errors in turn, then succeeds. @returns its runs, and its result or error. */
  const run = async (errors: readonly Error[], delaysMs: readonly number[]) => {
    let runs = 0;
    const task = () => {
      const error = errors[runs];
      runs += 1;
      return error ? Promise.reject(error) : Promise.resolve('done');
    };
    const result = await retryReads(task, { delaysMs }, never).catch((error: unknown) => error);
    return { runs, result };
  };

  it.each([new OcpThrottledError('x', 0), new OcpTimeoutError('x'), new OcpUnavailableError('x')])(
    'runs the task again after %s',
    async (error) => {
      expect(await run([error, error], [0, 0])).toEqual({ runs: 3, result: 'done' });
    },
  );

  it.each([new OcpBreakerOpenError('x'), new OcpContractError('x'), new TypeError('x')])(
    'rethrows %s at once',
    async (error) => {
      expect(await run([error], [0, 0])).toEqual({ runs: 1, result: error });
    },
  );

  it('runs the task once for each delay and once more, and rethrows the last error', async () => {
    const errors = [1, 2, 3].map((n) => new OcpTimeoutError(`run ${n}`));
    expect(await run(errors, [0, 0])).toEqual({ runs: 3, result: errors[2] });
    expect(await run(errors, [])).toEqual({ runs: 1, result: errors[0] });
  });
});
