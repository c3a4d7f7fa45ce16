import { setTimeout as sleep } from 'node:timers/promises';

export type RetryPolicy = {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** From the first attempt. */
  readonly giveUpAfterMs: number;
};

/** OCP retries a failed push for 24 hours. Its delays are unknown; these suit a local run. */
export const pushRetryPolicy: RetryPolicy = {
  firstDelayMs: 200,
  maxDelayMs: 2_000,
  giveUpAfterMs: 24 * 3_600_000,
};

export type RetryDeps = {
  readonly policy: RetryPolicy;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Called after each failed attempt. */
  readonly onFailure: (attempt: number, error: unknown) => void;
};

/**
 * Repeats an attempt until it succeeds, with delays that double. Ours instead of cockatiel's retry, which limits
 * the number of attempts and not their total time.
 *
 * @returns false if the time was over or the signal aborted.
 */
export const retryUntilAccepted = async (
  attempt: () => Promise<void>,
  { policy, now, signal, onFailure }: RetryDeps,
): Promise<boolean> => {
  const deadline = now() + policy.giveUpAfterMs;
  let delayMs = policy.firstDelayMs;
  for (let count = 1; !signal.aborted && now() < deadline; count += 1) {
    try {
      await attempt();
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      onFailure(count, error);
    }
    await sleep(delayMs, undefined, { signal }).catch(() => undefined);
    delayMs = Math.min(2 * delayMs, policy.maxDelayMs);
  }
  return false;
};
