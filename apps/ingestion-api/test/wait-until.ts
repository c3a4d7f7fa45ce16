import { setTimeout as delay } from 'node:timers/promises';

/** Looks again and again until the condition holds. @throws after 25 s. */
export const waitUntil = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 25_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited 25 s until ${what}`);
    await delay(20);
  }
};
