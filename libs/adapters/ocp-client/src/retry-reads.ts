import { setTimeout as delay } from 'node:timers/promises';
import {
  OcpBreakerOpenError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import { abortReason } from './abort-reason.ts';

export type ErrorClass = abstract new (...args: never[]) => Error;

type RetryRule = {
  readonly delaysMs: readonly number[];
  /** Errors that are left to the caller, who waits without holding a worker. */
  readonly unrepeated?: readonly ErrorClass[] | undefined;
};

/** Milliseconds. */
export const DEFAULT_RETRY_DELAYS_MS: readonly number[] = [1_000, 5_000, 30_000];

/** A fifth up or down, so that workers that failed at the same time do not return at the same time. */
const JITTER = 0.2;

/**
 * Runs an idempotent task, and again after each transient error, once for each delay. A wait that OCP asks for replaces
 * the planned delay.
 *
 * @throws the last error of the task, or the signal's reason as soon as it aborts.
 */
export const retryReads = async <T>(
  task: () => Promise<T>,
  { delaysMs, unrepeated = [] }: RetryRule,
  signal: AbortSignal,
): Promise<T> => {
  for (const delayMs of delaysMs) {
    try {
      return await task();
    } catch (error) {
      if (!isTransient(error) || unrepeated.some((left) => error instanceof left)) throw error;
      await pause(waitMsAfter(error, delayMs, Math.random()), signal);
    }
  }
  return task();
};

/** An open breaker is not: it rejects until it closes, which takes longer than our waits. */
const isTransient = (error: unknown): boolean =>
  error instanceof OcpThrottledError ||
  error instanceof OcpTimeoutError ||
  (error instanceof OcpUnavailableError && !(error instanceof OcpBreakerOpenError));

/**
 * @param delayMs the planned wait.
 * @param random from 0 to 1.
 * @returns milliseconds: what OCP asked for, else the planned wait, give or take a fifth.
 */
export const waitMsAfter = (error: unknown, delayMs: number, random: number): number => {
  const hasAsked = error instanceof OcpThrottledError || error instanceof OcpUnavailableError;
  const jitteredMs = delayMs * (1 - JITTER + 2 * JITTER * random);
  return (hasAsked ? error.askedMs : undefined) ?? jitteredMs;
};

const pause = async (waitMs: number, signal: AbortSignal): Promise<void> => {
  try {
    await delay(waitMs, undefined, { signal });
  } catch {
    throw abortReason(signal);
  }
};
