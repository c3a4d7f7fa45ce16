import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until the condition holds. @throws {Error} after 25 s. */
export const waitUntil = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 25_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('the condition did not come to hold in 10 s');
    await sleep(5);
  }
};
