import type { ReadyCheck } from './register-operations.ts';

/** Turns the health of a queue consumer into a check of readiness. */
export const pollCheck = ({
  isPolling,
  lastError = 'the consumer does not run',
}: {
  readonly isPolling: boolean;
  readonly lastError?: string;
}): ReadyCheck => isPolling || { error: lastError };
