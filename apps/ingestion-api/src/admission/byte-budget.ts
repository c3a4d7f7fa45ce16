import { type FairQueue, makeFairQueue, type Service } from './fair-queue.ts';

export type ByteBudget = {
  /**
   * Takes the bytes if they are free and no request waits.
   *
   * @returns a function that gives them back, as `take` does.
   */
  tryTake(owner: string, bytes: number): (() => void) | undefined;
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
  let takenBytes = 0;
  const add = (owner: string, bytes: number): void => {
    takenBytes += bytes;
    const ofOwner = (taken.get(owner) ?? 0) + bytes;
    if (ofOwner === 0) taken.delete(owner);
    else taken.set(owner, ofOwner);
  };
  const serve = (owner: string, bytes: number): Service => {
    if ((taken.get(owner) ?? 0) + bytes > ownerBytes) return 'owner full';
    // Smaller requests must not overtake this one for ever.
    if (takenBytes + bytes > totalBytes) return 'full';
    add(owner, bytes);
    return 'served';
  };
  const queue = makeFairQueue<Waiter>((owner, { bytes, grant }) => {
    const service = serve(owner, bytes);
    if (service === 'served') grant();
    return service;
  });
  const sizeOf = (wanted: number): number => Math.min(wanted, ownerBytes, totalBytes);
  const makeGiveBack = (owner: string, bytes: number): (() => void) =>
    once(() => {
      add(owner, -bytes);
      queue.serve();
    });
  return {
    tryTake: (owner, wanted) => {
      const bytes = sizeOf(wanted);
      return queue.isEmpty() && serve(owner, bytes) === 'served' ? makeGiveBack(owner, bytes) : undefined;
    },
    take: async (owner, wanted, signal) => {
      const bytes = sizeOf(wanted);
      const isGranted = await waitIn(queue, owner, bytes, { maxWaitMs, signal });
      return isGranted ? makeGiveBack(owner, bytes) : undefined;
    },
    takenBytes: () => takenBytes,
  };
};

const once = (run: () => void): (() => void) => {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    run();
  };
};

/** @returns whether the bytes were granted. */
const waitIn = (
  queue: FairQueue<Waiter>,
  owner: string,
  bytes: number,
  { maxWaitMs, signal }: { readonly maxWaitMs: number; readonly signal: AbortSignal },
): Promise<boolean> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    let timer: NodeJS.Timeout | undefined;
    let isEnded = false;
    const end = (isGranted: boolean): void => {
      isEnded = true;
      if (timer) {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
      }
      resolve(isGranted);
    };
    const waiter: Waiter = { bytes, grant: () => end(true) };
    const giveUp = (): void => {
      queue.remove(owner, waiter);
      end(false);
      queue.serve();
    };
    queue.add(owner, waiter);
    queue.serve();
    if (isEnded) return; // As a rule the bytes are free.
    timer = setTimeout(giveUp, maxWaitMs);
    signal.addEventListener('abort', giveUp, { once: true });
  });
