import { shifted, type Timestamp } from '@recordings/call-record';
import { type Claim, releaseClaim, takeClaim } from './claim.ts';

const at = (seconds: number): Timestamp => shifted('2026-01-15T12:00:00.000Z', seconds * 1_000);
const heldBy = (owner: string, until: Timestamp): Claim => ({ owner, until, revision: 7 });
const wantedBy = (owner: string, now: Timestamp) => ({ owner, now, until: shifted(now, 60_000) });

describe('takeClaim', () => {
  it.each([
    ['no owner holds it', undefined, at(0)],
    ['its time is over', heldBy('b', at(0)), at(0)],
    ['the same owner holds it', heldBy('a', at(50)), at(0)],
    ['a clock that is hours ahead made it', heldBy('b', at(7_200)), at(0)],
  ])('gives the claim if %s', (_, held, now) => {
    const revision = (held?.revision ?? 0) + 1;
    expect(takeClaim(held, wantedBy('a', now))).toEqual({
      owner: 'a',
      until: shifted(now, 60_000),
      revision,
    });
  });

  it.each([1, 60, 120])('refuses it while another owner holds it for %i more seconds', (seconds) => {
    expect(takeClaim(heldBy('b', at(seconds)), wantedBy('a', at(0)))).toBeUndefined();
  });

  it('refuses it for a time that is already over, while another owner holds it', () => {
    const look = { owner: 'a', now: at(0), until: at(-60) };
    expect(takeClaim(heldBy('b', at(60)), look)).toBeUndefined();
    expect(takeClaim(heldBy('b', at(0)), look)).toBeDefined();
  });
});

describe('releaseClaim', () => {
  it('ends the claim of its owner, and no other', () => {
    expect(releaseClaim(heldBy('a', at(60)), 'a', at(10))).toEqual({
      owner: 'a',
      until: at(10),
      revision: 8,
    });
    expect(releaseClaim(heldBy('b', at(60)), 'a', at(10))).toBeUndefined();
    expect(releaseClaim(undefined, 'a', at(10))).toBeUndefined();
  });
});
