export type FairQueue<T> = {
  add(owner: string, waiter: T): void;
  /** Has no effect if it was served. */
  remove(owner: string, waiter: T): void;
  /** Serves as many as there is room for. */
  serve(): void;
  isEmpty(): boolean;
};

/** What became of the first waiter of an owner. `full`: the ones behind it wait too. */
export type Service = 'served' | 'owner full' | 'full';

/** A queue in which each owner's waiters keep their order, and owners are served in turn. */
export const makeFairQueue = <T>(serveOne: (owner: string, waiter: T) => Service): FairQueue<T> => {
  /** By owner. The owner that was served last is the last. */
  const waiting = new Map<string, readonly T[]>();
  const set = (owner: string, waiters: readonly T[]): void => {
    if (waiters.length > 0) waiting.set(owner, waiters);
    else waiting.delete(owner);
  };
  const serveNext = (): boolean => {
    for (const [owner, [first, ...others]] of waiting) {
      const service = serveOne(owner, first!);
      if (service === 'full') return false;
      if (service === 'owner full') continue;
      waiting.delete(owner);
      set(owner, others);
      return true;
    }
    return false;
  };
  return {
    add: (owner, waiter) => set(owner, [...(waiting.get(owner) ?? []), waiter]),
    remove: (owner, waiter) => set(owner, waiting.get(owner)?.filter((other) => other !== waiter) ?? []),
    serve: () => {
      while (serveNext());
    },
    isEmpty: () => waiting.size === 0,
  };
};
