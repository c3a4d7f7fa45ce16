import { setTimeout as delay } from 'node:timers/promises';

/** Looks again and again until the condition holds. @throws after `maxS` seconds. */
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
