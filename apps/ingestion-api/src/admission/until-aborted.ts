const ignore = (): void => undefined;

/** Passes on the items of a source. An abort ends it at once, also while the source waits for its next item. */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  let fail: (error: unknown) => void = ignore;
  const onAbort = (): void => fail(signal.reason);
  // One listener for all items: a race for each item would keep something in memory for each.
  signal.addEventListener('abort', onAbort, { once: true });
  const items = source[Symbol.asyncIterator]();
  const nextItem = (): Promise<IteratorResult<T>> =>
    new Promise((resolve, reject) => {
      fail = reject;
      if (signal.aborted) onAbort();
      else items.next().then(resolve, reject);
    });
  let isDone = false;
  try {
    for (;;) {
      const item = await nextItem();
      isDone = item.done === true;
      if (item.done) return;
      yield item.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited: a source that waits for its next item ends only after that.
    if (!isDone) void items.return?.().catch(ignore);
  }
}
