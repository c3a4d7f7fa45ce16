import { findDrift } from './find-drift.ts';

describe('findDrift', () => {
  it('finds none in the same text', () => {
    expect(findDrift('a\nb\n', 'a\nb\n')).toBeUndefined();
  });

  it.each([
    ['a\nb\n', 'a\nc\n', 'line 2\n- b\n+ c'],
    ['a\n', 'a\nc\n', 'line 2\n- \n+ c'],
    ['a', 'a\nc', 'line 2\n- (end of file)\n+ c'],
    ['a\nb', 'a', 'line 2\n- b\n+ (end of file)'],
  ])('names the first line that differs between %j and %j', (found, wanted, drift) => {
    expect(findDrift(found, wanted)).toBe(drift);
  });
});
