import { isPeak, parsePeakRanges } from './peak-hours.ts';

const at = (hour: string) => `2026-06-15T${hour}:00.000Z` as const;
const peakOf = (text: string, timeZone = 'UTC') => ({ ranges: parsePeakRanges(text)!, timeZone });

describe('peak hours', () => {
  it.each([
    ['08:59', false],
    ['09:00', true],
    ['17:59', true],
    ['18:00', false],
  ])('from 9 to 18 at %s: %s', (time, expected) => {
    expect(isPeak(at(time), peakOf('9-18'))).toBe(expected);
  });

  it('are those of their time zone', () => {
    expect(isPeak(at('07:30'), peakOf('9-18', 'Europe/Madrid'))).toBe(true);
    expect(isPeak(at('16:30'), peakOf('9-18', 'Europe/Madrid'))).toBe(false);
  });

  it('may go over midnight, and may have several ranges', () => {
    expect(['21:00', '23:00', '01:00', '03:00'].map((time) => isPeak(at(time), peakOf('22-2')))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['10:00', '12:30', '17:00'].map((time) => isPeak(at(time), peakOf('9-12, 16-20')))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it.each(['', '9', '9-9', '24-3', '9-25', '9-18;', 'nine-ten'])('cannot be read from %j', (text) => {
    expect(parsePeakRanges(text)).toBeUndefined();
  });
});
