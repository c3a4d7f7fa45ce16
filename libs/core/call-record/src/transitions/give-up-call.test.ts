import { isPending } from '../held.ts';
import { apply, by, ended, minute, missing, r1, r2, started, stored } from '../test-call.ts';
import { claimCall } from './claim-call.ts';
import { giveUpCall } from './give-up-call.ts';

const giveUp = (minutes = 10) =>
  giveUpCall({ code: 'RETENTION_EXPIRED', message: 'OCP has deleted it' }, by(minutes));

describe('giveUpCall', () => {
  it('ends the call with the reason', () => {
    const { next, result } = giveUp()(missing);
    expect(result).toBe('given up');
    expect(next).toMatchObject({
      reconciliationStatus: 'given_up',
      outcome: { code: 'RETENTION_EXPIRED', message: 'OCP has deleted it', retryable: false, at: minute(10) },
    });
    expect(isPending(next!)).toBe(false);
  });

  it('gives up a held call only if its holder is the dead one', () => {
    const held = apply(missing, claimCall(r1, undefined, by()));
    const late = (deadHolder?: typeof r1) =>
      giveUpCall({ code: 'RETENTION_EXPIRED', message: 'too late' }, by(), deadHolder)(held);
    expect(late()).toEqual({ result: 'held' });
    expect(late(r2)).toEqual({ result: 'held' });
    expect(late(r1)).toMatchObject({ result: 'given up', next: { outcome: { retryable: false } } });
  });

  it.each([
    ['has no record', undefined],
    ['is stored', apply(missing, stored())],
    ['was given up before', apply(missing, giveUp(5))],
  ])('does not change a call that %s', (_, record) => {
    expect(giveUp()(record)).toEqual({ result: 'over' });
  });

  it('is not undone by repeated or late events', () => {
    const over = apply(apply(undefined, started), giveUp());
    expect(isPending(apply(over, ended, started))).toBe(false);
    expect(apply(over, ended).outcome).toEqual(over.outcome);
  });

  it('lets a later push complete the call', () => {
    expect(apply(missing, giveUp(), stored())).toMatchObject({
      callStatus: 'COMPLETED',
      reconciliationStatus: 'completed',
    });
  });
});
