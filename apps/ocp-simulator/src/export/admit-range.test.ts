import { HOUR_MS, MINUTE_MS, NOON } from '../../test/make-call.ts';
import { admitRange } from './admit-range.ts';
import { exportProfiles } from './export-profile.ts';

const { spec, omilia } = exportProfiles;
const admitted = (from: number, to: number) => ({ kind: 'admitted', range: { from, to } });

describe('admitRange', () => {
  it('exports any range unchanged in the spec profile', () => {
    const range = { from: NOON + 1, to: NOON + 2 };
    expect(admitRange(range, spec)).toEqual(admitted(range.from, range.to));
    const year = { from: NOON, to: NOON + 365 * 24 * HOUR_MS };
    expect(admitRange(year, spec)).toEqual(admitted(year.from, year.to));
  });

  it('refuses a range that is empty or backwards, in every profile', () => {
    for (const profile of [spec, omilia])
      for (const to of [NOON, NOON - HOUR_MS])
        expect(admitRange({ from: NOON, to }, profile)).toMatchObject({ code: 'RANGE_EMPTY' });
  });

  it("ignores minutes in the vendor's profile: 12:10 to 13:20 gives 12:00 to 13:00", () => {
    const asked = { from: NOON + 10 * MINUTE_MS, to: NOON + HOUR_MS + 20 * MINUTE_MS };
    expect(admitRange(asked, omilia)).toEqual(admitted(NOON, NOON + HOUR_MS));
  });

  it.each([
    ['59 min 59.999 s is too short', HOUR_MS - 1, 'RANGE_TOO_SHORT'],
    ['two days and a millisecond is too long', 48 * HOUR_MS + 1, 'RANGE_TOO_LONG'],
  ])('refuses a range beyond the limits of the vendor: %s', (_case, length, code) => {
    expect(admitRange({ from: NOON, to: NOON + length }, omilia)).toMatchObject({ kind: 'refused', code });
  });

  it('admits exactly one hour and exactly two days', () => {
    for (const length of [HOUR_MS, 48 * HOUR_MS])
      expect(admitRange({ from: NOON, to: NOON + length }, omilia)).toEqual(admitted(NOON, NOON + length));
  });

  it('refuses a range without a whole unit', () => {
    const coarse = { ...omilia, minRangeMs: 1 };
    const asked = { from: NOON + MINUTE_MS, to: NOON + 2 * MINUTE_MS };
    expect(admitRange(asked, coarse)).toMatchObject({ code: 'RANGE_EMPTY' });
  });
});
