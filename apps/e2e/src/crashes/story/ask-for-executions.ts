import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 2_000;
const TIMEOUT_MS = 20_000;

/** Asks the pooler for an execution again and again, as an operator would, until `signal` aborts. */
export const askForExecutions = async (
  url: () => Promise<string>,
  key: string,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    await askOnce(url, key, signal).catch(() => undefined); // A pooler that was killed does not answer.
    await delay(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
};

const askOnce = async (url: () => Promise<string>, key: string, signal: AbortSignal): Promise<void> => {
  const response = await fetch(`${await url()}/v1/executions`, {
    method: 'POST',
    headers: { 'x-api-key': key },
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  await response.arrayBuffer();
};
