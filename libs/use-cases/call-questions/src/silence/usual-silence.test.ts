import fc from 'fast-check';
import { HISTORY_HOURS, measureSilence, type Silence } from './usual-silence.ts';

const WEEK = 168;
/** Monday, 00:00. */
const BEGIN = 0;

/** Calls of a group by the hour since Monday 00:00, backwards from the end of hour `until`. */
const backwards = (callsAt: (hour: number) => number, until: number): number[] =>
  Array.from({ length: HISTORY_HOURS }, (_, ago) => {
    const hour = until - 1 - ago;
    return hour < BEGIN ? 0 : callsAt(hour);
  });

const isUnusual = (silence: Silence | undefined): boolean =>
  silence !== undefined && silence.silentHours >= silence.usualHours;

/** Monday to Friday, from 8 to 18 o'clock. */
const office = (calls: number) => (hour: number) => {
  const [day, clock] = [Math.floor((hour % WEEK) / 24), hour % 24];
  return day < 5 && clock >= 8 && clock < 18 ? calls : 0;
};
/** The same, silent from an hour on. */
const silentFrom = (from: number, callsAt: (hour: number) => number) => (hour: number) =>
  hour >= from ? 0 : callsAt(hour);

const week5 = 5 * WEEK;
const wednesday9 = week5 + 2 * 24 + 9;

describe('the silence of a group', () => {
  it('is unusual two hours after calls should have come', () => {
    const lost = silentFrom(wednesday9, office(50));
    expect(isUnusual(measureSilence(backwards(lost, wednesday9 + 1)))).toBe(false);
    expect(measureSilence(backwards(lost, wednesday9 + 2))).toEqual({ silentHours: 2, usualHours: 2 });
  });

  it('is usual at any hour of an undisturbed week: at night, on Sundays, on Monday mornings', () => {
    for (let hour = week5; hour < week5 + WEEK; hour += 1) {
      expect(isUnusual(measureSilence(backwards(office(50), hour)))).toBe(false);
    }
  });

  it('is usual on a Sunday also if the group fell silent on Saturday, when it is closed', () => {
    const saturday = week5 + 5 * 24;
    const lost = silentFrom(saturday, office(50));
    expect(isUnusual(measureSilence(backwards(lost, saturday + 40)))).toBe(false);
    expect(isUnusual(measureSilence(backwards(lost, saturday + 48 + 10)))).toBe(true);
  });

  it('is judged later for a group of few calls', () => {
    const lost = silentFrom(wednesday9, office(1));
    expect(isUnusual(measureSilence(backwards(lost, wednesday9 + 8)))).toBe(false);
    expect(isUnusual(measureSilence(backwards(lost, wednesday9 + 24)))).toBe(true);
  });

  it('is unknown for a group without calls, of less than two weeks, or of a call now and then', () => {
    expect(measureSilence(backwards(() => 0, week5))).toBeUndefined();
    const young = (hour: number) => (hour >= week5 - 8 * 24 ? office(50)(hour) : 0);
    expect(measureSilence(backwards(silentFrom(wednesday9, young), wednesday9 + 5))).toBeUndefined();
    const rare = (hour: number) => (hour % 60 === 0 ? 1 : 0);
    expect(measureSilence(backwards(silentFrom(wednesday9, rare), wednesday9 + 200))).toBeUndefined();
  });

  it('is not called usual because one week before it had a holiday', () => {
    const holiday = (hour: number) => (Math.floor(hour / 24) === 4 * 7 + 2 ? 0 : office(50)(hour));
    expect(isUnusual(measureSilence(backwards(silentFrom(wednesday9, holiday), wednesday9 + 2)))).toBe(true);
  });

  it('is usual for an hour if all clocks of the group were set back', () => {
    const later = (hour: number) => (hour >= week5 ? office(50)(hour - 1) : office(50)(hour));
    for (let hour = week5; hour < week5 + WEEK; hour += 1) {
      expect(isUnusual(measureSilence(backwards(later, hour)))).toBe(false);
    }
  });

  it('stays unusual for weeks', () => {
    const lost = silentFrom(wednesday9, office(50));
    for (const days of [1, 7, 14, 21, 28]) {
      const hour = wednesday9 + days * 24 + 2;
      expect(isUnusual(measureSilence(backwards(lost, hour)))).toBe(true);
    }
  });

  it('is never unusual while calls come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: HISTORY_HOURS }), (calls) => {
        const silence = measureSilence([...calls.with(0, calls[0]! + 1)]);
        expect(isUnusual(silence)).toBe(false);
      }),
    );
  });
});
