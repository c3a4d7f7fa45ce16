import { pause } from './pause.ts';

/**
 * Makes a wait that lets at most `perSecond` entries pass in any second. Entries that pass together delay the next ones by
 * their share of a second, from the time at which they really passed.
 */
export const makePace = (perSecond: number): ((entries: number, signal?: AbortSignal) => Promise<void>) => {
  let freeAtMs = 0;
  let last: Promise<void> = Promise.resolve();
  return (entries, signal) => {
    last = last.then(async () => {
      const waitMs = Math.ceil(freeAtMs - performance.now());
      if (waitMs > 0) await pause(waitMs, signal);
      freeAtMs = performance.now() + (entries * 1_000) / perSecond;
    });
    return last;
  };
};
