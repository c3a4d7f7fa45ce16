/**
 * Gives work a signal that aborts after `ms`. The timer ends with the work: those of `AbortSignal.timeout` live on, and
 * thousands of them cost garbage collections.
 */
export const withinTime = async <T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const late = new AbortController();
  const expire = (): void => late.abort(new DOMException(`it took more than ${ms} ms`, 'TimeoutError'));
  const timer = setTimeout(expire, ms).unref();
  try {
    return await work(late.signal);
  } finally {
    clearTimeout(timer);
  }
};
