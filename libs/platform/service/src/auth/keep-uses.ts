/** A use of a key. `key` is its id, never the key. */
export type KeyUse = { readonly credential: string; readonly key: string; readonly atMs: number };

/** Keeps a use where other processes find it. */
export type KeepUse = (use: KeyUse) => Promise<void>;

/** How exact the last use is that is kept. */
const HOUR_MS = 3_600_000;

/** Remembers the last use of each key, and keeps it at most once an hour. No request waits for that. */
export const makeUseKeeper = (keep: KeepUse) => {
  const lastUses = new Map<string, KeyUse>();
  const keptMs = new Map<string, number>();
  return {
    used: (use: KeyUse): void => {
      lastUses.set(`${use.credential} ${use.key}`, use);
    },
    /** @throws the first fault, when all were tried. What was not kept is tried again. */
    keepDue: async (): Promise<void> => {
      const due = [...lastUses].filter(
        ([name, { atMs }]) => atMs - (keptMs.get(name) ?? Number.NEGATIVE_INFINITY) >= HOUR_MS,
      );
      const kept = await Promise.allSettled(
        due.map(async ([name, use]) => {
          await keep(use);
          keptMs.set(name, use.atMs);
        }),
      );
      for (const end of kept) if (end.status === 'rejected') throw end.reason;
    },
  };
};
