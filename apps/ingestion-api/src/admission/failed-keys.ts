export type FailedKeys = {
  /** Counts a refused key of an address. @returns how long it must wait, in ms; undefined while it has failed rarely. */
  count(address: string): { readonly waitMs: number; readonly isFirst: boolean } | undefined;
};

export type FailedKeysLimits = {
  readonly maxPerMinute: number;
  /** Addresses that are remembered. The one whose minute began first is forgotten first. */
  readonly maxAddresses: number;
};

const MINUTE_MS = 60_000;

/** Counts refused keys by the address of the client, in minutes that begin with the first of them. */
export const makeFailedKeys = (
  { maxPerMinute, maxAddresses }: FailedKeysLimits,
  nowMs: () => number,
): FailedKeys => {
  /** In the order in which their minutes began. */
  const failures = new Map<string, { count: number; readonly endsMs: number }>();
  return {
    count: (address) => {
      const now = nowMs();
      let failed = failures.get(address);
      if (!failed || failed.endsMs <= now) {
        failures.delete(address);
        const [oldest] = failures.keys();
        if (failures.size >= maxAddresses && oldest !== undefined) failures.delete(oldest);
        failed = { count: 0, endsMs: now + MINUTE_MS };
        failures.set(address, failed);
      }
      failed.count += 1;
      if (failed.count <= maxPerMinute) return undefined;
      return { waitMs: failed.endsMs - now, isFirst: failed.count === maxPerMinute + 1 };
    },
  };
};
