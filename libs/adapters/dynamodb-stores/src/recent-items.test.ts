import { makeRecentItems, type RecentItems } from './recent-items.ts';

const item = (revision: number, json = '{}') => ({ revision, json });

const guessMany = (recent: RecentItems, count: number): number =>
  Array.from({ length: count }, () => recent.guess('call')).filter((json) => json !== undefined).length;

describe('makeRecentItems', () => {
  it('gives the last version of an item, until it is forgotten', () => {
    const recent = makeRecentItems(1_000);
    expect(recent.guess('call')).toBeUndefined();
    recent.keep('call', item(1, '{"a":1}'));
    recent.keep('call', item(2, '{"a":2}'));
    expect(recent.guess('call')).toBe('{"a":2}');
    recent.forget('call');
    expect(recent.guess('call')).toBeUndefined();
  });

  it('does not replace an item by an older version, whose answer came later', () => {
    const recent = makeRecentItems(1_000);
    recent.keep('call', item(3, '{"a":3}'));
    recent.keep('call', item(2, '{"a":2}'));
    expect(recent.guess('call')).toBe('{"a":3}');
  });

  it('keeps no more than its bytes, and forgets first what was written longest ago', () => {
    const recent = makeRecentItems(2 * 3 * (1 + 10));
    for (const name of ['a', 'b', 'c']) recent.keep(name, item(1, 'x'.repeat(10)));
    recent.keep('a', item(2, 'y'.repeat(10)));
    recent.keep('d', item(1, 'x'.repeat(10)));
    expect(['a', 'b', 'c', 'd'].filter((name) => recent.guess(name) !== undefined)).toEqual(['a', 'c', 'd']);
    recent.keep('large', item(1, 'x'.repeat(100)));
    expect(['a', 'c', 'd', 'large'].filter((name) => recent.guess(name) !== undefined)).toEqual([]);
  });

  it('guesses rarely while guesses are often wrong, and again when they are right', () => {
    const recent = makeRecentItems(1_000);
    recent.keep('call', item(1));
    for (let guess = 0; guess < 10; guess += 1) recent.judge(false);
    expect(guessMany(recent, 128)).toBe(2);
    for (let guess = 0; guess < 100; guess += 1) recent.judge(true);
    expect(guessMany(recent, 128)).toBe(128);
  });

  it('goes on guessing if one guess of twenty is wrong', () => {
    const recent = makeRecentItems(1_000);
    recent.keep('call', item(1));
    for (let guess = 0; guess < 200; guess += 1) recent.judge(guess % 20 !== 0);
    expect(guessMany(recent, 128)).toBe(128);
  });
});
