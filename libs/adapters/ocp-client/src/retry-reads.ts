import { setTimeout as delay } from 'node:timers/promises';
import { abortReason } from './abort-reason.ts';
import {
  OcpBreakerOpenError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
} from '@recordings/reconciliation';

export const DEFAULT_RETRY_DELAYS_MS: readonly number[] = [1_000, 5_000, 30_000];

/** So that workers which failed together do not come back together: a fifth up or down. */
const JITTER = 0.2;

/** Runs an idempotent task again after an outage, once a delay. What OCP asks us to wait goes before the delay. */
export const retryReads = async <T>(
  task: () => Promise<T>,
  delaysMs: readonly number[],
  signal: AbortSignal,
): Promise<T> => {
  for (const delayMs of delaysMs) {
    try {
      return await task();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await pause(askedWaitMs(error) ?? jittered(delayMs), signal);
    }
  }
  return task();
};

const isPassing = (error: unknown): boolean =>
  error instanceof OcpThrottledError ||
  error instanceof OcpTimeoutError ||
  (error instanceof OcpUnavailableError && !(error instanceof OcpBreakerOpenError));

const askedWaitMs = (error: unknown): number | undefined =>
  error instanceof OcpThrottledError || error instanceof OcpUnavailableError ? error.askedMs : undefined;

const jittered = (delayMs: number): number => delayMs * (1 - JITTER + 2 * JITTER * Math.random());

const pause = async (waitMs: number, signal: AbortSignal): Promise<void> => {
  try {
    await delay(waitMs, undefined, { signal });
  } catch {
    throw abortReason(signal);
  }
};
