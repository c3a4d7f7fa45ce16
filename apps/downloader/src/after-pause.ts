import { setTimeout as delay } from 'node:timers/promises';

/** Waits, or less if the signal aborts, and then runs. */
export const afterPause = async (
  ms: number,
  signal: AbortSignal,
  run: () => Promise<void>,
): Promise<void> => {
  await delay(ms, undefined, { signal }).catch(() => undefined);
  await run();
};
