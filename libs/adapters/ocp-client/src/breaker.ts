import {
  type BreakerState,
  OcpAnswerError,
  OcpBreakerOpenError,
  OcpTimeoutError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';

export type BreakerLimits = {
  /** Outages in a row that open the breaker. */
  readonly consecutiveErrors: number;
  /** From opening to the trial request, in milliseconds. */
  readonly openMs: number;
};

export const DEFAULT_BREAKER_LIMITS: BreakerLimits = { consecutiveErrors: 5, openMs: 60_000 };

export type Breaker = {
  /** @throws {OcpBreakerOpenError} without running the task, while the breaker is open. */
  run<T>(task: () => Promise<T>): Promise<T>;
  state(): BreakerState;
};

type Settled<T> = { readonly value: T } | { readonly refusal: OcpAnswerError };

/**
 * Opens after `consecutiveErrors` outages in a row. A refusal (4xx) is an answer and ends the row. After `openMs` one
 * trial request is sent. Only an answer to it closes the breaker; any error or abort opens it again.
 */
export const makeBreaker = ({ consecutiveErrors, openMs }: BreakerLimits): Breaker => {
  const isHalfOpen = (): boolean => policy.state === CircuitState.HalfOpen;
  const policy = circuitBreaker(
    handleWhen((error) => isOutage(error) || isHalfOpen()),
    { breaker: new ConsecutiveBreaker(consecutiveErrors), halfOpenAfter: openMs },
  );

  const run = async <T>(task: () => Promise<T>): Promise<T> => {
    // cockatiel would make the others wait for the trial, also after their signals abort.
    if (isHalfOpen())
      throw new OcpBreakerOpenError('OCP failed; one trial request is under way and no other is sent');
    try {
      const settled = await policy.execute(() => settle(task()));
      if ('refusal' in settled) throw settled.refusal;
      return settled.value;
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      throw new OcpBreakerOpenError(
        `OCP failed ${consecutiveErrors} times in a row; no request is sent for ${openMs} ms`,
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
