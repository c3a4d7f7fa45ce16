import { setTimeout as delay } from 'node:timers/promises';

/** Looks again and again until the condition holds. @throws after 10 s. */
export const waitUntil = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited 10 s until ${what}`);
    await delay(20);
  }
};
