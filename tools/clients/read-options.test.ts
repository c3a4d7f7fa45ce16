import { names, readOptions } from './read-options.ts';

it('chooses clients by their names', () => {
  const { chosen, count } = readOptions({ count: '7', only: 'go, curl' });
  expect(chosen.map(({ name }) => name)).toEqual(['curl', 'go']);
  expect(count).toBe(7);
});

it.each(['nope', 'curl,nope', ''])(
  'refuses an unknown client, and lists those that there are: "%s"',
  (only) => {
    expect(() => readOptions({ count: '1', only })).toThrow(`expected some of ${names.join(', ')}`);
  },
);

it.each(['0', '-1', '1.5', 'many', ''])('refuses a count of "%s"', (count) => {
  expect(() => readOptions({ count, only: 'curl' })).toThrow('expected a whole number from 1 to');
});
