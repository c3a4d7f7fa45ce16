import { minute } from '../planning/test-exports.ts';
import { isLive, type Reconciliation } from './reconciliation.ts';
import { claiming, closed, downloading } from './test-reconciliation.ts';

describe('isLive', () => {
  it.each<[string, number, boolean, Reconciliation | undefined]>([
    ['an absent one', 60, false, undefined],
    ['one that claims', 89, true, claiming],
    ['one whose lease ends this instant', 90, false, claiming],
    ['one that downloads, long after its last message', 229, true, downloading],
    ['one that downloads past its lease', 230, false, downloading],
    ['a closed one within its lease', 81, false, closed],
  ])('says of %s at minute %i: %s', (_, at, expected, reconciliation) => {
    expect(isLive(reconciliation, minute(at))).toBe(expected);
  });
});
