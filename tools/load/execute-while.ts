import { setTimeout as delay } from 'node:timers/promises';

const PAUSE_MS = 2_000;
const ANSWER_MS = 60_000;

/**
 * Asks the pooler for one execution after the other while work is under way. 409 is fine: another execution runs.
 *
 * @throws {Error} if the pooler refuses or does not answer.
 */
export const executeWhile = async <T>(
  work: Promise<T>,
  { pooler, askKey }: { readonly pooler: string; readonly askKey: string },
): Promise<T> => {
  const stop = new AbortController();
  const executing = execute(pooler, askKey, stop.signal);
  try {
    return await Promise.race([work, executing.then(() => work)]);
  } finally {
    stop.abort();
    await executing.catch(() => undefined);
  }
};

const execute = async (pooler: string, key: string, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const response = await fetch(`${pooler}/v1/executions`, {
      method: 'POST',
      headers: { 'x-api-key': key },
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await response.text();
    if (!response.ok && response.status !== 409) {
      throw new Error(`${pooler}/v1/executions answered ${response.status}: ${text.slice(0, 200)}`);
    }
    await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
};
