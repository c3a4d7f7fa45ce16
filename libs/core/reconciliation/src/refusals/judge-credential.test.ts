import { concernsOf, isUseDue } from './judge-credential.ts';

const DAY_MS = 86_400_000;
const NOW = 1_000 * DAY_MS;
const pat = { name: 'acme', isPat: true, usedMs: NOW };

describe('concernsOf', () => {
  it.each([
    [{}, []],
    [{ expiresMs: NOW + 15 * DAY_MS }, []],
    [{ expiresMs: NOW + 13 * DAY_MS }, ['expires']],
    [{ expiresMs: NOW - DAY_MS }, ['expires']],
    [{ issuedMs: NOW - 334 * DAY_MS }, []],
    [{ issuedMs: NOW - 336 * DAY_MS }, ['old']],
    [{ usedMs: NOW - 6 * DAY_MS }, []],
    [{ usedMs: NOW - 8 * DAY_MS }, ['idle']],
    [{ isPat: false, issuedMs: 0, usedMs: 0 }, []],
    [{ isPat: false, expiresMs: NOW }, ['expires']],
  ])('of %j are %j', (facts, expected) => {
    expect(concernsOf({ ...pat, ...facts }, NOW)).toEqual(expected);
  });
});

describe('isUseDue', () => {
  it('is true for a PAT that was not used for a day', () => {
    expect(isUseDue(pat, NOW + DAY_MS - 1)).toBe(false);
    expect(isUseDue(pat, NOW + DAY_MS)).toBe(true);
    expect(isUseDue({ ...pat, isPat: false }, NOW + 9 * DAY_MS)).toBe(false);
  });
});
