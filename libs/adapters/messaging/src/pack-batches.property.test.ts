import fc from 'fast-check';
import { MAX_BATCH_BYTES, MAX_BATCH_ENTRIES, packBatches } from './pack-batches.ts';

const entries = fc.array(
  fc.oneof(fc.nat(2_000), fc.integer({ min: 1, max: MAX_BATCH_BYTES })).map((sizeBytes) => ({ sizeBytes })),
  { maxLength: 60 },
);
const bytesOf = (batch: readonly { sizeBytes: number }[]): number =>
  batch.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

describe('packBatches', () => {
  it('keeps every entry once and in order, within both limits', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const batches = packBatches(all);
        expect(batches.flat()).toEqual(all);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(MAX_BATCH_ENTRIES);
          expect(bytesOf(batch)).toBeLessThanOrEqual(MAX_BATCH_BYTES);
        }
      }),
    );
  });

  it('starts a batch only if the next entry does not fit', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const batches = packBatches(all);
        for (const [place, batch] of batches.slice(0, -1).entries()) {
          const next = batches[place + 1]?.[0];
          const isFull = batch.length === MAX_BATCH_ENTRIES;
          expect(isFull || bytesOf(batch) + (next?.sizeBytes ?? 0) > MAX_BATCH_BYTES).toBe(true);
        }
      }),
    );
  });

  it('fills a batch to the last byte', () => {
    expect(packBatches([{ sizeBytes: MAX_BATCH_BYTES - 1 }, { sizeBytes: 1 }])).toHaveLength(1);
    expect(packBatches([{ sizeBytes: MAX_BATCH_BYTES }, { sizeBytes: 1 }])).toHaveLength(2);
  });
});
