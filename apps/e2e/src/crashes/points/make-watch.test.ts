import { makeWatch } from './make-watch.ts';

const watchFor = (moment: 'before' | 'after') => {
  const watch = makeWatch();
  const kills: string[] = [];
  watch.begin({ kind: 'b', ordinal: 2, moment }, () => kills.push(moment));
  return { watch, kills };
};

describe('makeWatch', () => {
  it('kills before the request of that kind and number, which is not forwarded', () => {
    const { watch, kills } = watchFor('before');
    expect(watch.see('b')?.()).toBe(true);
    expect(watch.see('a')?.()).toBe(true);
    expect(kills).toEqual([]);
    expect(watch.see('b')).toBeUndefined();
    expect(kills).toEqual(['before']);
  });

  it('kills after the answer of that request, which is not passed on', () => {
    const { watch, kills } = watchFor('after');
    watch.see('b');
    const passesAnswer = watch.see('b');
    expect(kills).toEqual([]);
    expect(passesAnswer?.()).toBe(false);
    expect(kills).toEqual(['after']);
  });

  it('kills once, and lets the next process pass', () => {
    const { watch, kills } = watchFor('before');
    for (let n = 0; n < 3; n += 1) watch.see('b');
    expect(watch.see('b')?.()).toBe(true);
    expect(kills).toHaveLength(1);
  });

  it('counts the requests by kind since it began', () => {
    const { watch } = watchFor('after');
    watch.begin();
    for (const kind of ['a', 'b', 'b']) watch.see(kind);
    expect(watch.requests()).toEqual(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    );
  });
});
