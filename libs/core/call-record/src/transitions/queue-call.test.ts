import { apply, by, minute, missing, r1, r2, registry, stored } from '../test-call.ts';
import { claimCall } from './claim-call.ts';
import { giveUpCall } from './give-up-call.ts';
import { queueCall } from './queue-call.ts';
import { releaseCall } from './release-call.ts';

const queued = apply(missing, queueCall(r1, undefined, by(10)));
const held = apply(missing, claimCall(r1, undefined, by(10)));
const failure = { code: 'NOT_FOUND', message: 'not there', isAboutTheCall: true };
const rule = {
  maxAttempts: 3,
  retryDelayMs: 60_000,
  firstFaultDelayMs: 300_000,
  maxFaultDelayMs: 86_400_000,
  dailyDelayMs: 86_400_000,
};

describe('queueCall', () => {
  it('records the reconciliation and the time, and leaves the call in the index', () => {
    expect(queued).toMatchObject({
      reconciliationStatus: 'queued',
      reconciliationId: r1,
      lastReconciliationAt: minute(10),
      reconciliationShard: missing.reconciliationShard,
      reconciliationAttempts: 0,
    });
  });

  it('queues a failed call that is to be tried again', () => {
    const failed = apply(held, releaseCall(r1, failure, rule, by(11)));
    expect(queueCall(r2, undefined, by(12))(failed).result).toBe('queued');
  });

  it.each([
    ['has no record', undefined],
    ['was stored meanwhile', apply(missing, stored())],
    ['was given up meanwhile', apply(missing, giveUpCall({ code: 'X', message: 'x' }, by()))],
    ['another run has queued', queued],
    ['a reconciliation holds', held],
    [
      'was released a moment ago and is not due',
      apply(held, releaseCall(r1, { ...failure, isAboutTheCall: false }, rule, by(11))),
    ],
  ])('does not change a call that %s', (_, record) => {
    expect(queueCall(r2, undefined, by(12))(record)).toEqual({ result: 'not pending' });
  });

  it('gives the same answer if the answer to its first write was lost', () => {
    expect(queueCall(r1, undefined, by(12))(queued)).toEqual({ result: 'queued' });
  });

  it('takes over a call from the dead reconciliation only', () => {
    expect(queueCall(r2, r1, by(12))(held)).toMatchObject({
      result: 'queued',
      next: { reconciliationStatus: 'queued', reconciliationId: r2 },
    });
    const retaken = apply(held, queueCall(r2, r1, by(12)));
    expect(queueCall(r1, r1, by(13))(retaken)).toEqual({ result: 'not pending' });
  });

  it('explains a call whose group is no longer recorded, instead of queueing it', () => {
    const off = { ...registry.findGroup('Acme_EN')!, recording: { enabled: false } };
    const { next, result } = queueCall(r1, undefined, by(10, { group: off }))(missing);
    expect(result).toBe('not pending');
    expect(next).toMatchObject({ outcome: { code: 'NO_AUDIO_EXPECTED' } });
    expect(next?.reconciliationShard).toBeUndefined();
  });
});
