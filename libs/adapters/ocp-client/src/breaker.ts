import {
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import {
  type BreakerState,
  OcpAnswerError,
  OcpBreakerOpenError,
  OcpTimeoutError,
  OcpUnavailableError,
} from '@recordings/reconciliation';

export type BreakerLimits = { readonly consecutiveErrors: number; readonly openMs: number };

export const DEFAULT_BREAKER_LIMITS: BreakerLimits = { consecutiveErrors: 5, openMs: 60_000 };

export type Breaker = {
  /** @throws {OcpBreakerOpenError} without running the task, while OCP is left alone. */
  run<T>(task: () => Promise<T>): Promise<T>;
  state(): BreakerState;
};

type Settled<T> = { readonly value: T } | { readonly refusal: OcpAnswerError };

/**
 * Opens after so many outages in a row; a refusal (4xx) is an answer and ends the row. Whatever keeps the trial
 * request from an answer opens it again, an abort too: only an answer proves that OCP is back.
 */
export const makeBreaker = ({ consecutiveErrors, openMs }: BreakerLimits): Breaker => {
  const isHalfOpen = (): boolean => policy.state === CircuitState.HalfOpen;
  const policy = circuitBreaker(
    handleWhen((error) => isOutage(error) || isHalfOpen()),
    { breaker: new ConsecutiveBreaker(consecutiveErrors), halfOpenAfter: openMs },
  );

  const run = async <T>(task: () => Promise<T>): Promise<T> => {
    // cockatiel would let the others wait for the trial, whatever their signals say.
    if (isHalfOpen())
      throw new OcpBreakerOpenError('OCP is being tried after an outage; nothing else is sent');
    try {
      const settled = await policy.execute(() => settle(task()));
      if ('refusal' in settled) throw settled.refusal;
      return settled.value;
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      throw new OcpBreakerOpenError(
        `OCP failed ${consecutiveErrors} times in a row; left alone for ${openMs} ms`,
      );
    }
  };

  return { run, state: () => nameOf(policy.state) };
};

const isOutage = (error: unknown): boolean =>
  error instanceof OcpUnavailableError || error instanceof OcpTimeoutError;

const settle = async <T>(task: Promise<T>): Promise<Settled<T>> => {
  try {
    return { value: await task };
  } catch (error) {
    if (error instanceof OcpAnswerError) return { refusal: error };
    throw error;
  }
};

const nameOf = (state: CircuitState): BreakerState => {
  if (state === CircuitState.HalfOpen) return 'half-open';
  return state === CircuitState.Closed ? 'closed' : 'open';
};
