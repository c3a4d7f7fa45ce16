/** Buffers of one size that take turns among all uploads of a store, so that large memory is not allocated again and again. */
export type BufferPool = {
  readonly sizeBytes: number;
  /**
   * A free buffer, with the bytes of its last use, or a new one. While as many are in use as may be, it waits in turn.
   *
   * @throws the reason of the signal.
   */
  take(signal: AbortSignal): Promise<Buffer>;
  /** Gives a buffer back. The giver must not read or write it from then on. */
  give(buffer: Buffer): void;
  /** Instead of `give`, for a buffer that a connection may still read: the garbage collector frees it. */
  abandon(): void;
  /** Claims the right to a second buffer at once. @returns whether there was one left; then `returnSpare` must follow. */
  claimSpare(): boolean;
  returnSpare(): void;
};

export type BufferPoolLimits = {
  readonly sizeBytes: number;
  /** So many buffers are in use at once. */
  readonly maxInUse?: number | undefined;
  /** So many free buffers are kept. */
  readonly maxFree: number;
  /** So many uploads may hold a second buffer at once. */
  readonly spares: number;
};

export const makeBufferPool = ({
  sizeBytes,
  maxInUse = Number.POSITIVE_INFINITY,
  maxFree,
  spares,
}: BufferPoolLimits): BufferPool => {
  const free: Buffer[] = [];
  const places = makePlaces(maxInUse);
  let left = spares;
  return {
    sizeBytes,
    take: async (signal) => {
      await places.enter(signal);
      return free.pop() ?? Buffer.allocUnsafeSlow(sizeBytes);
    },
    give: (buffer) => {
      if (free.length < maxFree) free.push(buffer);
      places.leave();
    },
    abandon: places.leave,
    claimSpare: () => {
      if (left === 0) return false;
      left -= 1;
      return true;
    },
    returnSpare: () => {
      left += 1;
    },
  };
};

/** So many may be inside at once. Further ones wait, first come, first served. */
const makePlaces = (max: number) => {
  const waiting = new Set<() => void>();
  let inside = 0;

  const wait = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        waiting.delete(enter);
        signal.removeEventListener('abort', abort);
      };
      const enter = (): void => {
        end();
        resolve();
      };
      const abort = (): void => {
        end();
        reject(signal.reason as Error);
      };
      waiting.add(enter);
      signal.addEventListener('abort', abort);
    });

  return {
    enter: async (signal: AbortSignal): Promise<void> => {
      signal.throwIfAborted();
      if (inside === max) return wait(signal);
      inside += 1;
    },
    /** The first that waits takes over the place. */
    leave: (): void => {
      const [enter] = waiting;
      if (enter) enter();
      else inside -= 1;
    },
  };
};
