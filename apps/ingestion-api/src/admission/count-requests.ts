export type RequestCounts = {
  /** @returns a function that ends the request, once; undefined if the owner has too many. */
  begin(owner: string): (() => void) | undefined;
  /** Of all owners. */
  total(): number;
};

/** Counts requests in flight by their owner. */
export const makeRequestCounts = (maxPerOwner: number): RequestCounts => {
  const counts = new Map<string, number>();
  let total = 0;
  return {
    begin: (owner) => {
      const count = counts.get(owner) ?? 0;
      if (count >= maxPerOwner) return undefined;
      counts.set(owner, count + 1);
      total += 1;
      let isEnded = false;
      return () => {
        if (isEnded) return;
        isEnded = true;
        total -= 1;
        const left = counts.get(owner)! - 1;
        if (left === 0) counts.delete(owner);
        else counts.set(owner, left);
      };
    },
    total: () => total,
  };
};
