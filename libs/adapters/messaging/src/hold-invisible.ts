export type Hold = {
  /** Ends the extensions; resolves once none is under way, so that none can undo what follows. */
  release(): Promise<void>;
};

/** Repeats `extend` every `intervalMs`, one at a time, until released. A failed one is reported and tried again. */
export const holdInvisible = (
  extend: () => Promise<unknown>,
  intervalMs: number,
  onError: (error: unknown) => void,
): Hold => {
  let underWay: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    underWay ??= extend()
      .catch(onError)
      .finally(() => {
        underWay = undefined;
      });
  }, intervalMs);

  return {
    release: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
};
