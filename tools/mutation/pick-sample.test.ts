import { pickSample } from './pick-sample.ts';

const groups = [['a1', 'a2', 'a3', 'a4'], ['b1'], ['c1', 'c2']];

describe('pickSample', () => {
  it('picks the same items for the same seed', () => {
    expect(pickSample(groups, 4, 7)).toEqual(pickSample(groups, 4, 7));
  });

  it('picks from each group in turn', () => {
    expect(pickSample(groups, 3, 1).map((item) => item[0])).toEqual(['a', 'b', 'c']);
  });

  it('picks each item once, and all of them if fewer exist than asked for', () => {
    expect(pickSample(groups, 99, 3).toSorted()).toEqual(groups.flat());
  });
});
