import { MAX_BATCH_ENTRIES } from './pack-batches.ts';

/** The longest wait for a request that is under way. */
const GATHER_MS = 10;

/** An item that waits for its delivery, and how its sender learns the end. */
export type Gathered<T> = {
  readonly item: T;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
};

/**
 * Gathers items, at most as many as fit into one request, and delivers them together. So many small senders cost few
 * requests. While no delivery is under way, only the items of one turn of the event loop are gathered. Else they wait
 * until it ends, for 10 ms at most.
 *
 * @param deliver ends each item. If it rejects, all items fail.
 */
export const gather = <T>(
  deliver: (items: readonly Gathered<T>[]) => Promise<void>,
): ((item: T) => Promise<void>) => {
  let waiting: Gathered<T>[] = [];
  let underWay = 0;
  let immediate: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearImmediate(immediate);
    clearTimeout(timer);
    if (waiting.length === 0) return;
    const items = waiting;
    waiting = [];
    underWay += 1;
    void deliver(items)
      .catch((error: unknown) => {
        for (const { failed } of items) failed(error);
      })
      .finally(() => {
        underWay -= 1;
        if (underWay === 0) flush();
      });
  };

  return (item) =>
    new Promise<void>((done, failed) => {
      waiting.push({ item, done, failed });
      if (waiting.length === MAX_BATCH_ENTRIES) flush();
      else if (waiting.length > 1) return;
      else if (underWay === 0) immediate = setImmediate(flush);
      else timer = setTimeout(flush, GATHER_MS);
    });
};
