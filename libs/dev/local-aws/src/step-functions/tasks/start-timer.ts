/** A timer of Node that is longer fires at once. */
const MAX_MS = 2 ** 31 - 1;

/**
 * @param ms undefined starts no timer.
 * @returns stops the timer.
 */
export const startTimer = (ms: number | undefined, ring: () => void): (() => void) => {
  if (ms === undefined) return () => undefined;
  const timer = setTimeout(ring, Math.min(ms, MAX_MS));
  return () => clearTimeout(timer);
};
