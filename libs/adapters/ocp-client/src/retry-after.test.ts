import { retryAfterMs } from './retry-after.ts';

const NOW = Date.parse('2026-01-15T10:00:00Z');

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    [' 7 ', 7_000],
    ['61', 60_000],
    ['99999999999999999999', 60_000],
    ['Thu, 15 Jan 2026 10:00:30 GMT', 30_000],
    ['Thu, 15 Jan 2026 11:00:00 GMT', 60_000],
    ['Thu, 15 Jan 2026 09:59:59 GMT', 0],
    [['2', '9'], 2_000],
    ['', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads %j as %j ms', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });
});
