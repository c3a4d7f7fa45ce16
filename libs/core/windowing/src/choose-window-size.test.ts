import { chooseWindowSizeMs, type WindowSizing } from './choose-window-size.ts';

const MINUTE_MS = 60_000;
const sizing: WindowSizing = {
  defaultMs: 5 * MINUTE_MS,
  isDynamic: true,
  minMs: MINUTE_MS,
  maxMs: 15 * MINUTE_MS,
};

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
    expect(chooseWindowSizeMs(calls, sizing)).toBe(minutes * MINUTE_MS);
  });

  it.each([1, 101, 501])('is the default for %i calls if it is not dynamic', (calls) => {
    expect(chooseWindowSizeMs(calls, { ...sizing, isDynamic: false })).toBe(5 * MINUTE_MS);
  });

  it('stays within its bounds, dynamic or not', () => {
    const narrow = { ...sizing, minMs: 2 * MINUTE_MS, maxMs: 3 * MINUTE_MS };
    expect(chooseWindowSizeMs(501, narrow)).toBe(2 * MINUTE_MS);
    expect(chooseWindowSizeMs(1, narrow)).toBe(3 * MINUTE_MS);
    expect(chooseWindowSizeMs(1, { ...narrow, isDynamic: false })).toBe(3 * MINUTE_MS);
  });
});
