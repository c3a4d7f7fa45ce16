/** Buffers of one size that take turns among all uploads of a store, so that large memory is not allocated again and again. */
export type BufferPool = {
  readonly sizeBytes: number;
  /**
   * A free buffer, with the bytes of its last use, or a new one. While as many are in use as may be, it waits in turn.
   * `onStalled` is called once if the buffer fills too slowly while others wait; the taker must give it back at once.
   *
   * @throws the reason of the signal.
   */
  take(signal: AbortSignal, onStalled?: () => void): Promise<Buffer>;
  /** Nothing more is filled into this buffer: it cannot stall from now on. */
  filled(buffer: Buffer): void;
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
  /** Without it a buffer may fill for any time. */
  readonly stall?: StallRule | undefined;
};

export type StallRule = {
  /** A buffer that has been filling for so long is given up, once another upload has waited for so long. */
  readonly afterMs: number;
  readonly now: () => number;
  /** Calls `onElapsed` after `delayMs`. @returns the function that cancels the timer. */
  readonly startTimer: (delayMs: number, onElapsed: () => void) => () => void;
};

export const makeBufferPool = ({
  sizeBytes,
  maxInUse = Number.POSITIVE_INFINITY,
  maxFree,
  spares,
  stall,
}: BufferPoolLimits): BufferPool => {
  const free: Buffer[] = [];
  const fillers = makeFillers(stall);
  const places = makePlaces(maxInUse, fillers.watch);
  let left = spares;
  return {
    sizeBytes,
    take: async (signal, onStalled = () => undefined) => {
      await places.enter(signal);
      const buffer = free.pop() ?? Buffer.allocUnsafeSlow(sizeBytes);
      fillers.add(buffer, onStalled);
      return buffer;
    },
    filled: fillers.remove,
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

/** The buffers that fill, the oldest first. */
const makeFillers = (stall: StallRule | undefined) => {
  const fillers = new Map<Buffer, { readonly since: number; readonly onStalled: () => void }>();

  const endStalled = ({ afterMs, now }: StallRule): void => {
    const [oldest] = fillers;
    if (!oldest || now() - oldest[1].since < afterMs) return;
    fillers.delete(oldest[0]);
    oldest[1].onStalled();
  };

  return {
    add: (buffer: Buffer, onStalled: () => void): void => {
      if (stall) fillers.set(buffer, { since: stall.now(), onStalled });
    },
    remove: (buffer: Buffer): void => {
      fillers.delete(buffer);
    },
    /** Ends a stalled buffer for one that waits, each time it has waited so long. @returns what ends the watch. */
    watch: (): (() => void) => {
      if (!stall) return () => undefined;
      let cancel = (): void => undefined;
      let isWatching = true;
      const wait = (): void => {
        cancel = stall.startTimer(stall.afterMs, () => {
          endStalled(stall);
          if (isWatching) wait();
        });
      };
      wait();
      return () => {
        isWatching = false;
        cancel();
      };
    },
  };
};

/** So many may be inside at once. Further ones wait, first come, first served. `watch` is called when one begins to wait. */
const makePlaces = (max: number, watch: () => () => void) => {
  const waiting = new Set<() => void>();
  let inside = 0;

  const wait = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const endWatch = watch();
      const end = (): void => {
        endWatch();
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
