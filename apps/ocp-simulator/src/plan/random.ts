/** Draws from one seeded stream: the same seed and label give the same draws. */
export type Random = {
  /** In [0, 1). */
  fraction(): number;
  /** An integer in [min, max], both included. */
  integer(min: number, max: number): number;
  /** @throws {RangeError} on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** A new array in another order; every order is as likely. */
  shuffled<T>(items: readonly T[]): T[];
};

const TWO_TO_32 = 2 ** 32;

/** Makes a separate stream for each `label`: more draws from one do not change another. */
export const makeRandom = (seed: number, label: string): Random => {
  let state = seedState(`${seed}/${label}`);
  const fraction = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return scramble(state) / TWO_TO_32;
  };
  const integer = (min: number, max: number): number => min + Math.floor(fraction() * (max - min + 1));
  return {
    fraction,
    integer,
    pick: (items) => {
      if (items.length === 0) throw new RangeError(`cannot pick from an empty list (stream "${label}")`);
      return items[integer(0, items.length - 1)]!;
    },
    shuffled: (items) => {
      const deck = [...items];
      for (let last = deck.length - 1; last > 0; last -= 1) {
        const other = integer(0, last);
        [deck[last], deck[other]] = [deck[other]!, deck[last]!];
      }
      return deck;
    },
  };
};

const seedState = (text: string): number => {
  let hash = 0;
  for (const character of text) hash = scramble((Math.imul(hash, 31) + character.codePointAt(0)!) >>> 0);
  return hash;
};

/** The low bits of a linear congruential generator repeat soon, so the high bits are mixed in. */
const scramble = (value: number): number => {
  let mixed = value + 0x6d2b79f5;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
};
