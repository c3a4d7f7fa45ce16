import { setTimeout as delay } from 'node:timers/promises';

/** A check often asks AWS, which takes milliseconds of a processor that other tests use too. */
const [SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS] = [20, 100];

/**
 * Checks a condition until it holds: every 20 ms at first, every 100 ms after two seconds.
 *
 * @throws after `maxS` seconds.
 */
export const waitUntil = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  maxS = 25,
): Promise<void> => {
  const startedAt = Date.now();
  while (!(await holds())) {
    const waitedMs = Date.now() - startedAt;
    if (waitedMs > maxS * 1_000) throw new Error(`waited ${maxS} s until ${what}`);
    await delay(Math.min(Math.max(SHORTEST_PAUSE_MS, waitedMs / 20), LONGEST_PAUSE_MS));
  }
};
