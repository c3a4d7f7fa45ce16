/** Calls `onElapsed` after `delayMs`. @returns the function that cancels the timer. */
export const startTimer = (delayMs: number, onElapsed: () => void): (() => void) => {
  const timer = setTimeout(onElapsed, delayMs);
  return () => clearTimeout(timer);
};
