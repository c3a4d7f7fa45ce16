/** The same numbers for the same seed (mulberry32), 0 to below 1. */
export const makeRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** `count` items, by turns from each group, so that a large project does not crowd out a small one. */
export const pickSample = <T>(groups: readonly (readonly T[])[], count: number, seed: number): T[] => {
  const random = makeRandom(seed);
  const left = groups.map((group) => [...group]);
  const picked: T[] = [];
  while (picked.length < count && left.some((group) => group.length > 0)) {
    for (const group of left) {
      if (picked.length >= count || group.length === 0) continue;
      picked.push(...group.splice(Math.floor(random() * group.length), 1));
    }
  }
  return picked;
};
