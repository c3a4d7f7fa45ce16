import { abortReason } from './abort-reason.ts';

/** What the promise gives, or the signal's reason as soon as it aborts. */
export const orAborted = async <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  // If the signal aborts first, the promise may be rejected without a handler.
  promise.catch(() => undefined);
  signal.throwIfAborted();
  const listening = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(abortReason(signal)), { signal: listening.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    listening.abort();
  }
};
