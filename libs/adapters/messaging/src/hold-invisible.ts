export type Hold = {
  /** Ends the extensions. Resolves when none is under way, so that a late one cannot undo what follows. */
  release(): Promise<void>;
};

/**
 * Calls `extend` every `intervalMs`, one call at a time, until released. A failed call is reported; the next one follows.
 *
 * Not sqs-consumer's heartbeat: it overlaps slow extensions, does not wait for the last one, and fails from the moment
 * that a stop is requested, while the message in hand is still being handled.
 */
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
