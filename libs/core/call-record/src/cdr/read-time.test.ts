import { execFileSync } from 'node:child_process';
import { readDigits, readTime } from './read-time.ts';

const noon = '2026-01-15T12:00:00.000Z';
const noonMs = Date.parse(noon);

describe('readTime', () => {
  it.each<[unknown, string]>([
    [noonMs, 'milliseconds'],
    [String(noonMs), 'milliseconds as text'],
    [noonMs + 0.7, 'parts of a millisecond'],
    [noonMs / 1000, 'seconds'],
    [String(noonMs / 1000), 'seconds as text'],
    [`${noonMs / 1000}.000`, 'seconds with a fraction'],
    ['2026-01-15T12:00:00Z', 'ISO 8601 in UTC'],
    ['2026-01-15T12:00Z', 'no seconds'],
    ['2026-01-15T12:00:00.000000Z', 'microseconds'],
    ['2026-01-15T13:00:00+01:00', 'an offset'],
    ['2026-01-15T07:00:00.000-0500', 'an offset without a colon'],
    ['2026-01-15T13:00:00+01', 'an offset of hours'],
    ['2026-01-15 12:00:00', 'a blank, and no offset: UTC'],
    ['2026-01-15T12:00:00', 'no offset: UTC'],
    [' 2026-01-15t12:00:00z ', 'small letters and blanks around'],
  ])('reads %s: %s', (value) => {
    expect(readTime(value)).toBe(noon);
  });

  it('does not depend on the time zone of the machine', () => {
    const module = new URL('read-time.ts', import.meta.url).href;
    const script = `import { readTime } from '${module}';
      process.stdout.write([new Date(${noonMs}).getHours(), readTime('2026-01-15T12:00:00')].join(' '));`;
    const env = { ...process.env, TZ: 'America/New_York' };
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env });
    expect(String(output)).toBe(`7 ${noon}`);
  });

  it.each<[unknown, string]>([
    ['9999-12-31T23:59:59Z', 'a far future'],
    ['2100-01-01T00:00:00Z', 'the next century'],
    ['1999-12-31T23:59:59Z', 'the last century'],
    ['0001-01-01T00:00:00Z', 'year 1'],
    ['+010000-01-01T00:00:00Z', 'a year of six digits'],
    ['12', 'a number that is not a time'],
    [12, 'the same as a number'],
    [noonMs * 1000, 'microseconds'],
    [-noonMs, 'a time before 1970'],
    ['20260115120000', '14 digits, which only a file name may have'],
    ['2026-02-30T12:00:00Z', 'an impossible day'],
    ['2026-13-01T12:00:00Z', 'an impossible month'],
    ['2026-01-15T25:00:00Z', 'an impossible hour'],
    ['2026-01-15T12:00:00+99:00', 'an impossible offset'],
    ['2026-01-15', 'a day without a time'],
    ['15/01/2026 12:00', 'another notation'],
    ['January 15, 2026 12:00', 'words'],
    [Number.NaN, 'no number'],
    [Number.POSITIVE_INFINITY, 'no finite number'],
    [true, 'a truth'],
    [{}, 'an object'],
    ['', 'an empty text'],
    [undefined, 'nothing at all'],
  ])('does not read %s: %s', (value) => {
    expect(readTime(value)).toBeUndefined();
  });
});

describe('readDigits', () => {
  it.each([
    ['20260115120000', noon],
    [String(noonMs), noon],
    [String(noonMs / 1000), noon],
    ['20260230120000', undefined],
    ['99991231235959', undefined],
    ['9999999999999', undefined],
  ])('reads %s as %s', (digits, time) => {
    expect(readDigits(digits)).toBe(time);
  });
});
