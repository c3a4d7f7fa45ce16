import { MAX_BATCH_ENTRIES } from './pack-batches.ts';

/** How long the first item waits for others. */
const GATHER_MS = 10;

/** An item that waits for its delivery, and how its sender learns the end. */
export type Gathered<T> = {
  readonly item: T;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
};

/**
 * Gathers the items of 10 ms, at most as many as fit into one request, and delivers them together. So many small senders
 * cost few requests.
 *
 * @param deliver ends each item. If it rejects, all items fail.
 */
export const gather = <T>(
  deliver: (items: readonly Gathered<T>[]) => Promise<void>,
): ((item: T) => Promise<void>) => {
  let waiting: Gathered<T>[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    const items = waiting;
    waiting = [];
    deliver(items).catch((error: unknown) => {
      for (const { failed } of items) failed(error);
    });
  };

  return (item) =>
    new Promise<void>((done, failed) => {
      waiting.push({ item, done, failed });
      if (waiting.length === 1) timer = setTimeout(flush, GATHER_MS);
      if (waiting.length === MAX_BATCH_ENTRIES) flush();
    });
};
