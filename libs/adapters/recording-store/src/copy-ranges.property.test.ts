import fc from 'fast-check';
import { copyRanges } from './copy-ranges.ts';

const MIB = 1_048_576;
const sizes = fc.record({
  sizeBytes: fc.integer({ min: 0, max: 100 * MIB }),
  partSizeBytes: fc.integer({ min: 5 * MIB, max: 20 * MIB }),
});

const parse = (range: string): [number, number] => {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  return [Number(first), Number(last)];
};

describe('copyRanges', () => {
  it('copies what fits one part whole, without a range', () => {
    fc.assert(
      fc.property(sizes, ({ sizeBytes, partSizeBytes }) => {
        const whole = copyRanges(sizeBytes, partSizeBytes)[0] === undefined;
        expect(whole).toBe(sizeBytes <= partSizeBytes);
      }),
    );
  });

  it('covers every byte once, in order, and all parts but the last are full', () => {
    fc.assert(
      fc.property(sizes, ({ sizeBytes, partSizeBytes }) => {
        fc.pre(sizeBytes > partSizeBytes);
        const ranges = copyRanges(sizeBytes, partSizeBytes).map((range) => parse(range!));
        let next = 0;
        for (const [index, [first, last]] of ranges.entries()) {
          expect(first).toBe(next);
          const length = last - first + 1;
          if (index < ranges.length - 1) expect(length).toBe(partSizeBytes);
          else expect(length).toBeGreaterThan(0);
          next = last + 1;
        }
        expect(next).toBe(sizeBytes);
      }),
    );
  });
});
