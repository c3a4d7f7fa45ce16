import { makeFailedKeys } from './failed-keys.ts';

let now: number;
beforeEach(() => {
  now = 1_000_000;
});
const make = (maxAddresses = 10) => makeFailedKeys({ maxPerMinute: 2, maxAddresses }, () => now);

it('makes an address wait for the end of its minute after too many failures, and others not', () => {
  const failed = make();
  expect([failed.count('a'), failed.count('a')]).toEqual([undefined, undefined]);
  now += 10_000;
  expect(failed.count('a')).toEqual({ waitMs: 50_000, isFirst: true });
  expect(failed.count('a')).toEqual({ waitMs: 50_000, isFirst: false });
  expect(failed.count('b')).toBeUndefined();
  now += 50_000;
  expect(failed.count('a')).toBeUndefined();
});

it('remembers a bounded number of addresses', () => {
  const failed = make(3);
  for (let n = 0; n < 3; n += 1) failed.count('a');
  for (const address of ['b', 'c', 'd']) failed.count(address);
  expect(failed.count('a')).toBeUndefined(); // It was forgotten.
  failed.count('d');
  expect(failed.count('d')).toMatchObject({ isFirst: true });
});
