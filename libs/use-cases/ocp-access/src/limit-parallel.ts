/**
 * Lets at most `most()` of the tasks run at once. The others wait in order. The number is looked at when a task comes and
 * when one ends.
 */
export const limitParallel = <A extends readonly unknown[], R>(
  task: (...args: A) => Promise<R>,
  most: () => number,
): ((...args: A) => Promise<R>) => {
  const waiting: (() => void)[] = [];
  let running = 0;
  const startNext = (): void => {
    while (running < most() && waiting.length > 0) {
      running += 1;
      waiting.shift()!();
    }
  };
  return async (...args) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      startNext();
    });
    try {
      return await task(...args);
    } finally {
      running -= 1;
      startNext();
    }
  };
};
