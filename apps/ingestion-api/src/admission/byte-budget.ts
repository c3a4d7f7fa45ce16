export type ByteBudget = {
  /**
   * Waits until the bytes are free. One owner's requests are served in their order, owners in turn.
   *
   * @returns a function that gives them back, once, however often it is called; undefined if they did not become free in
   * time, or the signal aborted.
   */
  take(owner: string, bytes: number, signal: AbortSignal): Promise<(() => void) | undefined>;
  takenBytes(): number;
};

export type ByteBudgetLimits = {
  readonly totalBytes: number;
  /** What one owner may have of them, so that one client does not stop another. */
  readonly ownerBytes: number;
  readonly maxWaitMs: number;
};

type Waiter = { readonly bytes: number; readonly grant: () => void };

/** Makes the budget of bytes that all requests together may hold in memory. */
export const makeByteBudget = ({ totalBytes, ownerBytes, maxWaitMs }: ByteBudgetLimits): ByteBudget => {
  const taken = new Map<string, number>();
  /** By owner. The owner that was served last is the last. */
  const waiting = new Map<string, Waiter[]>();
  let takenBytes = 0;

  const add = (owner: string, bytes: number): void => {
    takenBytes += bytes;
    const ofOwner = (taken.get(owner) ?? 0) + bytes;
    if (ofOwner === 0) taken.delete(owner);
    else taken.set(owner, ofOwner);
  };

  /** Serves one waiter. @returns whether there was one who fits. */
  const serveOne = (): boolean => {
    for (const [owner, [first, ...others]] of waiting) {
      const { bytes, grant } = first!;
      if ((taken.get(owner) ?? 0) + bytes > ownerBytes) continue;
      // Smaller requests must not overtake this one for ever.
      if (takenBytes + bytes > totalBytes) return false;
      waiting.delete(owner);
      if (others.length > 0) waiting.set(owner, others);
      add(owner, bytes);
      grant();
      return true;
    }
    return false;
  };
  const serve = (): void => {
    while (serveOne());
  };

  const leave = (owner: string, waiter: Waiter): void => {
    const others = waiting.get(owner)?.filter((other) => other !== waiter) ?? [];
    if (others.length > 0) waiting.set(owner, others);
    else waiting.delete(owner);
    serve();
  };

  const makeRelease = (owner: string, bytes: number): (() => void) => {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      add(owner, -bytes);
      serve();
    };
  };

  return {
    take: (owner, wanted, signal) =>
      new Promise((resolve) => {
        const bytes = Math.min(wanted, ownerBytes, totalBytes);
        const end = (release?: () => void): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', giveUp);
          resolve(release);
        };
        const waiter: Waiter = { bytes, grant: () => end(makeRelease(owner, bytes)) };
        const giveUp = (): void => {
          end();
          leave(owner, waiter);
        };
        const timer = setTimeout(giveUp, maxWaitMs);
        if (signal.aborted) return end();
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.set(owner, [...(waiting.get(owner) ?? []), waiter]);
        serve();
      }),
    takenBytes: () => takenBytes,
  };
};
