export type PollTurns = {
  /** Resolves when it is this slot's turn, or when the signal aborts. @returns the function that ends the turn. */
  take(signal: AbortSignal): Promise<() => void>;
};

/**
 * Lets one slot of a queue poll at a time, in the order in which they ask. The turn ends with the answer of the poll, so
 * the next slot polls while the message is handled. Slots that all polled an empty queue would each pay for it.
 */
export const makePollTurns = (): PollTurns => {
  const waiting: (() => void)[] = [];
  let isTaken = false;

  const makeTurn = (): (() => void) => {
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = waiting.shift();
      if (next) next();
      else isTaken = false;
    };
  };

  const take = (signal: AbortSignal): Promise<() => void> => {
    if (signal.aborted) return Promise.resolve(() => undefined);
    if (!isTaken) {
      isTaken = true;
      return Promise.resolve(makeTurn());
    }
    return new Promise((resolve) => {
      const leave = (): void => {
        waiting.splice(waiting.indexOf(begin), 1);
        resolve(() => undefined);
      };
      const begin = (): void => {
        signal.removeEventListener('abort', leave);
        resolve(makeTurn());
      };
      waiting.push(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  };
  return { take };
};
