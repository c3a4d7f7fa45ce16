import { CallId } from '@recordings/call-record';
import { judgeListing } from './judge-listing.ts';

const calls = (count: number, prefix = 'c'): Set<CallId> =>
  new Set(Array.from({ length: count }, (_, n) => CallId.parse(`${prefix}-${n}`)));
const kindOf = (stored: Set<CallId>, listed: Set<CallId>): string => judgeListing({ stored, listed }).kind;

describe('judgeListing', () => {
  it.each([
    ['trusted', 10, 9],
    ['untrusted', 10, 8],
    ['trusted', 20, 18],
    ['untrusted', 20, 17],
    ['trusted', 5, 5],
    ['untrusted', 5, 4],
    ['untrusted', 5, 0],
  ])('says %s if %d recordings are stored and the listing has %d of them', (kind, stored, found) => {
    expect(kindOf(calls(stored), new Set([...calls(found), ...calls(100, 'other')]))).toBe(kind);
  });

  it('trusts a listing with another recording if fewer than five are stored', () => {
    expect(kindOf(calls(4), calls(1, 'other'))).toBe('trusted');
    expect(kindOf(calls(0), calls(1, 'other'))).toBe('trusted');
  });

  it('does not trust an empty listing, and says why', () => {
    expect(judgeListing({ stored: calls(4), listed: new Set() })).toEqual({
      kind: 'untrusted',
      reason: 'the listing is empty, and too few recordings of its range are stored',
    });
    expect(judgeListing({ stored: calls(10), listed: calls(2) }).reason).toBe(
      'the listing contains 2 of 10 recordings of its range that are stored',
    );
  });

  it('says that a listing is incomplete, whatever it contains', () => {
    const all = calls(10);
    const incompleteBecause = 'a row could not be read';
    expect(judgeListing({ stored: all, listed: all, incompleteBecause })).toEqual({
      kind: 'incomplete',
      reason: incompleteBecause,
    });
  });
});
