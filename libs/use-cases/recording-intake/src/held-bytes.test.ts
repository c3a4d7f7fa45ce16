import { heldBytesOf, mostHeldBytesOf } from './held-bytes.ts';

const MIB = 1_048_576;
const limits = { maxHeldBytes: 8 * MIB };

describe('heldBytesOf', () => {
  it('holds a recording up to the limit if its sender says that it is no larger', () => {
    expect(heldBytesOf(8 * MIB, limits)).toBe(8 * MIB);
    expect(heldBytesOf(0, limits)).toBe(8 * MIB);
  });

  it('holds no byte of a recording that is said to be larger', () => {
    expect(heldBytesOf(8 * MIB + 1, limits)).toBe(0);
  });

  it('holds 1 MiB of a recording of unknown length, or less if the limit is lower', () => {
    expect(heldBytesOf(undefined, limits)).toBe(MIB);
    expect(heldBytesOf(undefined, { maxHeldBytes: 65_536 })).toBe(65_536);
  });
});

describe('mostHeldBytesOf', () => {
  it.each([
    ['its length, if it is held', 3 * MIB, 3 * MIB],
    ['one part, if it is staged from its first byte on', 100 * MIB, 5 * MIB],
    ['what is held and one part, if its length is unknown', undefined, 6 * MIB],
  ])('is %s', (_, expectedBytes, most) => {
    expect(mostHeldBytesOf(expectedBytes, limits, 5 * MIB)).toBe(most);
  });
});
