import { type KeyUse, makeUseKeeper } from './keep-uses.ts';

const use = (atMinutes: number, key = '2026'): KeyUse => ({
  credential: 'ocp',
  key,
  atMs: atMinutes * 60_000,
});

describe('makeUseKeeper', () => {
  it('keeps the last use of each key, at most once an hour', async () => {
    const kept: KeyUse[] = [];
    const keeper = makeUseKeeper(async (one) => void kept.push(one));
    await keeper.keepDue();
    for (const minute of [0, 1, 2]) keeper.used(use(minute));
    keeper.used(use(1, '2027'));
    await keeper.keepDue();
    keeper.used(use(61));
    await keeper.keepDue();
    keeper.used(use(62));
    await keeper.keepDue();
    await keeper.keepDue();
    expect(kept).toEqual([use(2), use(1, '2027'), use(62)]);
  });

  it('tries again what could not be kept, and does not hold up the other keys', async () => {
    const kept: KeyUse[] = [];
    let isDown = true;
    const keeper = makeUseKeeper(async (one) => {
      if (isDown && one.key === '2026') throw new Error('DynamoDB is down');
      kept.push(one);
    });
    keeper.used(use(0));
    keeper.used(use(0, '2027'));
    await expect(keeper.keepDue()).rejects.toThrow('DynamoDB is down');
    isDown = false;
    await keeper.keepDue();
    expect(kept).toEqual([use(0, '2027'), use(0)]);
  });
});
