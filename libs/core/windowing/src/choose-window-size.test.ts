import { chooseWindowSizeMs, type SizingMoment, type WindowSizing } from './choose-window-size.ts';

const MINUTE_MS = 60_000;
const sizing: WindowSizing = {
  defaultMs: 5 * MINUTE_MS,
  isDynamic: true,
  minMs: MINUTE_MS,
  maxMs: 15 * MINUTE_MS,
};

/** The calls of an hour. */
const noon: SizingMoment = { now: '2026-06-15T12:00:00.000Z', spanMs: 60 * MINUTE_MS };

describe('chooseWindowSizeMs', () => {
  it.each([
    [0, 10],
    [1, 10],
    [100, 10],
    [101, 5],
    [500, 5],
    [501, 1],
    [1_000_000, 1],
  ])('for %i calls is %i minutes', (calls, minutes) => {
    expect(chooseWindowSizeMs(calls, sizing, noon)).toBe(minutes * MINUTE_MS);
  });

  it.each([1, 101, 501])('is the default for %i calls if it is not dynamic', (calls) => {
    expect(chooseWindowSizeMs(calls, { ...sizing, isDynamic: false }, noon)).toBe(5 * MINUTE_MS);
  });

  it('stays within its bounds, dynamic or not', () => {
    const narrow = { ...sizing, minMs: 2 * MINUTE_MS, maxMs: 3 * MINUTE_MS };
    expect(chooseWindowSizeMs(501, narrow, noon)).toBe(2 * MINUTE_MS);
    expect(chooseWindowSizeMs(1, narrow, noon)).toBe(3 * MINUTE_MS);
    expect(chooseWindowSizeMs(1, { ...narrow, isDynamic: false }, noon)).toBe(3 * MINUTE_MS);
  });

  it.each([
    [60, 30, 10],
    [100, 20, 10],
    [120, 10, 5],
    [200, 10, 3],
    [500, 10, 1.2],
  ])(
    'for %i calls in an hour, of which OCP gives %i in an answer, is %d minutes',
    (calls, limit, minutes) => {
      const size = chooseWindowSizeMs(calls, { ...sizing, maxCallsPerRequest: limit }, noon);
      expect(size).toBe(minutes * MINUTE_MS);
    },
  );

  it('does not depend on a limit of OCP that is not reached', () => {
    expect(chooseWindowSizeMs(50, { ...sizing, maxCallsPerRequest: 50 }, noon)).toBe(10 * MINUTE_MS);
  });

  it('is short in peak hours, and as usual outside of them', () => {
    const peak = { ranges: [[9, 18]] as const, timeZone: 'UTC', maxMs: 2 * MINUTE_MS };
    expect(chooseWindowSizeMs(10, { ...sizing, peak }, noon)).toBe(2 * MINUTE_MS);
    const night: SizingMoment = { ...noon, now: '2026-06-15T20:00:00.000Z' };
    expect(chooseWindowSizeMs(10, { ...sizing, peak }, night)).toBe(10 * MINUTE_MS);
  });

  it('is not longer in peak hours than it would be otherwise', () => {
    const peak = { ranges: [[9, 18]] as const, timeZone: 'UTC', maxMs: 12 * MINUTE_MS };
    expect(chooseWindowSizeMs(501, { ...sizing, peak }, noon)).toBe(MINUTE_MS);
  });
});
