import { setTimeout as delay } from 'node:timers/promises';

/**
 * Checks a condition every 20 ms until it holds. Eight lines of our own: p-wait-for would not make them fewer.
 *
 * @throws after `maxS` seconds.
 */
export const waitUntil = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  maxS = 25,
): Promise<void> => {
  const deadline = Date.now() + maxS * 1_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${maxS} s until ${what}`);
    await delay(20);
  }
};
