import type { ReadyCheck } from './register-monitoring.ts';

/** Turns the state of a queue consumer into a readiness check. */
export const pollCheck = ({
  isPolling,
  lastError = 'the consumer does not run',
}: {
  readonly isPolling: boolean;
  readonly lastError?: string;
}): ReadyCheck => isPolling || { error: lastError };
