import { makeFrameScan } from './frame-scan.ts';

const frame = (channels: 1 | 2): number[] => [
  ...[0xff, 0xe3, 0x28, channels === 1 ? 0xc4 : 0x44],
  ...Array.from({ length: 140 }, () => 0),
];
const frames = (count: number, channels: 1 | 2 = 1): number[] =>
  Array.from({ length: count }, () => frame(channels)).flat();
const junk = [1, 2, 0xff, 0xff, 0xe3, 9];

const finds = (bytes: number[], pieceBytes: number): boolean => {
  const { scan, hasFrames } = makeFrameScan();
  const all = Uint8Array.from(bytes);
  for (let at = 0; at < all.length; at += pieceBytes) scan(all, at, Math.min(at + pieceBytes, all.length));
  return hasFrames();
};

describe('the frame scan', () => {
  it.each([1, 3, 1_000])('finds frames behind other bytes, in pieces of %i', (pieceBytes) => {
    expect(finds([...junk, ...frames(3)], pieceBytes)).toBe(true);
    expect(finds([...junk, ...frames(2, 2), ...frames(3)], pieceBytes)).toBe(true);
    // What looks like a header covers the first frames.
    expect(finds([...frame(1).slice(0, 4), ...junk, ...frames(5)], pieceBytes)).toBe(true);
  });

  it('does not take two frames, or frames that do not follow each other, for a recording', () => {
    expect(finds([...junk, ...frames(2)], 7)).toBe(false);
    expect(finds([...frames(2), ...frames(2, 2)], 7)).toBe(false);
    expect(finds([...frame(1), ...junk, ...frame(1), ...junk, ...frame(1)], 7)).toBe(false);
    expect(
      finds(
        Array.from({ length: 5_000 }, () => 0xff),
        64,
      ),
    ).toBe(false);
  });
});
