import { countOf } from './count-of.ts';

describe('countOf', () => {
  it.each([
    [0, '0 hours'],
    [1, '1 hour'],
    [2, '2 hours'],
  ])('writes %i as "%s"', (count, text) => {
    expect(countOf(count, 'hour')).toBe(text);
  });
});
