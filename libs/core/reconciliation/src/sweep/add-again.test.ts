import { itemBytes } from '@recordings/call-record';
import fc from 'fast-check';
import { addAgain, MAX_AGAIN } from './add-again.ts';
import { askForSweep } from './ask-for-sweep.ts';
import type { RangeAgain, SweepCheckpoint } from './sweep-checkpoint.ts';
import { groupWith, hoursAgo, NOW, policy, sweptUntil } from './test-sweeps.ts';

const rangeOf = (from: number, to: number, over: Partial<RangeAgain> = {}): RangeAgain => ({
  ...{ fromDate: hoursAgo(from), toDate: hoursAgo(to), faults: 1, fault: 'listing' },
  ...{ notBefore: NOW, dueSince: NOW, ...over },
});
const addAll = (ranges: readonly RangeAgain[]): RangeAgain[] =>
  ranges.reduce<RangeAgain[]>((again, range) => addAgain(again, range), []);

describe('ranges that are swept again', () => {
  it('stay as they are while they are few', () => {
    const few = [rangeOf(10, 9), rangeOf(20, 19)];
    expect(addAll(few)).toEqual(few);
  });

  it('are joined where they are nearest if they are too many, and no time is left out', () => {
    const hours = fc.uniqueArray(fc.nat(5_000), { minLength: MAX_AGAIN, maxLength: MAX_AGAIN + 60 });
    fc.assert(
      fc.property(hours, (begins) => {
        const again = addAll(begins.map((from) => rangeOf(from, from - 1)));
        expect(again.length).toBe(MAX_AGAIN);
        for (const from of begins) {
          const isCovered = again.some(
            ({ fromDate, toDate }) => fromDate <= hoursAgo(from) && hoursAgo(from - 1) <= toDate,
          );
          expect([from, isCovered]).toEqual([from, true]);
        }
      }),
      { numRuns: 20 },
    );
  });

  const far = Array.from({ length: MAX_AGAIN - 1 }, (_, at) => rangeOf(1_000 + 100 * at, 999 + 100 * at));

  it('keep the earlier time of two that are joined, and since when they wait', () => {
    const early = rangeOf(20, 19, { notBefore: hoursAgo(5), dueSince: hoursAgo(9), faults: 4 });
    const late = rangeOf(18, 17, { notBefore: hoursAgo(2), dueSince: hoursAgo(7) });
    expect(addAll([...far, late, early])).toContainEqual({ ...early, toDate: hoursAgo(17) });
  });

  it('are not late because one of two was listed as empty', () => {
    const empty = rangeOf(20, 19, { fault: 'empty', notBefore: hoursAgo(-90), dueSince: hoursAgo(400) });
    const cutOff = rangeOf(18, 17, { dueSince: hoursAgo(3) });
    expect(addAll([...far, empty, cutOff])).toContainEqual({ ...cutOff, fromDate: hoursAgo(20) });
  });

  it('fit into the item of the group, with all that persons ask for', () => {
    const again = addAll(Array.from({ length: MAX_AGAIN + 1 }, (_, at) => rangeOf(2 * at + 1, 2 * at)));
    let checkpoint: SweepCheckpoint = sweptUntil(NOW, { again });
    const text = '😀'.repeat(2_000);
    const asked = { fromDate: hoursAgo(9), toDate: hoursAgo(7), by: text, reason: text };
    for (let n = 0; n < 100; n += 1)
      checkpoint = askForSweep(checkpoint, groupWith(), asked, NOW, policy) ?? checkpoint;
    expect(checkpoint.asked).toHaveLength(100);
    expect(itemBytes(checkpoint)).toBeLessThan(250_000);
  });
});
