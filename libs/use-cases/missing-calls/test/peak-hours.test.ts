import { ended, keyOf, minutesBefore, NOON } from './call-fixture.ts';
import { makeTestFinder, policy } from './test-finder.ts';

const peak = { timeZone: 'UTC', maxMs: 60_000 };
const windowsWith = async (ranges: readonly (readonly [number, number])[]): Promise<number> => {
  const finder = makeTestFinder({ policy: { sizing: { ...policy.sizing, peak: { ...peak, ranges } } } });
  for (const [n, id] of ['a', 'b', 'c'].entries()) {
    finder.put(keyOf(id), ended({ key: keyOf(id), startedAt: minutesBefore(60 + 2 * n) }));
  }
  return (await finder.run({ now: NOON })).totalWindowsCreated;
};

it('makes smaller windows in peak hours than outside of them', async () => {
  expect(await windowsWith([[11, 13]])).toBe(3);
  expect(await windowsWith([[13, 14]])).toBe(1);
});
