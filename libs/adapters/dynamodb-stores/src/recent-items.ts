/** Items as this process wrote them last. Another writer may have changed them since: each is only a guess. */
export type RecentItems = {
  /** @returns the item as JSON; undefined if it is not known, or guesses were often wrong of late. */
  guess(name: string): string | undefined;
  /** Says whether the item still was what was guessed. */
  judge(isRight: boolean): void;
  /** Keeps an item, unless a later revision of it is kept. */
  keep(name: string, item: { readonly revision: number; readonly json: string }): void;
  forget(name: string): void;
};

type Kept = { readonly revision: number; readonly json: string };

/** V8 takes one or two bytes for a character. */
const BYTES_PER_CHARACTER = 2;

/**
 * A wrong guess costs a refused write, which DynamoDB charges as a write. A right one saves a read, which costs a tenth of it
 * or less. So guesses pay off if fewer than one in ten is wrong: where one process gets most events of a call.
 */
const MIN_RIGHT_SHARE = 0.9;
/** Share of the last guess in the average. */
const WEIGHT = 1 / 32;
/** If guesses are often wrong, one in so many is made, because the number of processes may change. */
const PROBE_EVERY = 64;

/** Makes the memory of items that were written last. @param maxBytes of all of them; 0 keeps none. */
export const makeRecentItems = (maxBytes: number): RecentItems => {
  /** The one that was written longest ago is the first. */
  const kept = new Map<string, Kept>();
  let bytes = 0;
  let rightShare = 1;
  let skipped = 0;

  const forget = (name: string): void => {
    const item = kept.get(name);
    if (!item) return;
    kept.delete(name);
    bytes -= bytesOf(name, item);
  };

  return {
    guess: (name) => {
      const item = kept.get(name);
      if (!item) return undefined;
      if (rightShare < MIN_RIGHT_SHARE) {
        skipped = (skipped + 1) % PROBE_EVERY;
        if (skipped !== 0) return undefined;
      }
      return item.json;
    },
    judge: (isRight) => {
      rightShare += (Number(isRight) - rightShare) * WEIGHT;
    },
    keep: (name, item) => {
      if ((kept.get(name)?.revision ?? 0) >= item.revision) return;
      forget(name);
      kept.set(name, item);
      bytes += bytesOf(name, item);
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) return;
        forget(oldest);
      }
    },
    forget,
  };
};

const bytesOf = (name: string, { json }: Kept): number => (name.length + json.length) * BYTES_PER_CHARACTER;
