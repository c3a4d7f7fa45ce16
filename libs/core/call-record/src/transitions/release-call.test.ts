import type { CallRecord } from '../call-record.ts';
import { apply, by, minute, missing, r1, r2, reported, stored } from '../test-call.ts';
import { shifted } from '../timestamp.ts';
import { claimCall } from './claim-call.ts';
import { giveUpCall } from './give-up-call.ts';
import { queueCall } from './queue-call.ts';
import { releaseCall } from './release-call.ts';

const held = apply(missing, claimCall(r1, undefined, by(10)));
const rule = { maxAttempts: 3, retryDelayMs: 900_000, outageDelayMs: 300_000 };
const notFound = { code: 'NOT_FOUND', message: 'OCP has no recording', isAboutTheCall: true };
const outage = { code: 'FAILED_OCP_API_ERROR', message: 'OCP is down', isAboutTheCall: false };
const release = (why = notFound, minutes = 20, id = r1) => releaseCall(id, why, rule, by(minutes));
/** Claims and releases the call again, when it is due. */
const again = (record: CallRecord, why = notFound, minutes = 20): CallRecord =>
  apply(
    { ...record, nextReconciliationAt: undefined },
    claimCall(r1, undefined, by(minutes)),
    release(why, minutes),
  );

describe('releaseCall', () => {
  it('uses an attempt for an answer about the call, and sets outcome and next time', () => {
    expect(release()(held)).toMatchObject({
      result: 'released',
      next: {
        reconciliationStatus: 'failed',
        reconciliationAttempts: 1,
        nextReconciliationAt: minute(35),
        outcome: { code: 'NOT_FOUND', message: 'OCP has no recording', retryable: true, at: minute(20) },
        reconciliationShard: missing.reconciliationShard,
      },
    });
  });

  it('uses no attempt for an outage: the call is pending again, however often', () => {
    let record = held;
    for (let n = 0; n < 20; n += 1) record = again(record, outage);
    expect(record).toMatchObject({
      reconciliationStatus: 'pending',
      reconciliationAttempts: 0,
      nextReconciliationAt: minute(25),
      outcome: { code: 'FAILED_OCP_API_ERROR', retryable: true },
      reconciliationShard: missing.reconciliationShard,
    });
  });

  it('ends the call with the last answer when its attempts are used up, and removes it from the index', () => {
    const last = apply(again(again(missing)), claimCall(r1, undefined, by(60)));
    const { next, result } = release(notFound, 61)(last);
    expect(result).toBe('exhausted');
    expect(next).toMatchObject({
      reconciliationStatus: 'failed',
      reconciliationAttempts: 3,
      outcome: { code: 'NOT_FOUND', retryable: false, at: minute(61) },
    });
    expect(next?.reconciliationShard).toBeUndefined();
    expect(next?.nextReconciliationAt).toBeUndefined();
  });

  it('does not end a call at an outage, even if no attempt is left', () => {
    const twice = again(again(missing));
    expect(again(twice, outage)).toMatchObject({
      reconciliationAttempts: 2,
      reconciliationStatus: 'pending',
      outcome: { retryable: true },
    });
  });

  it('stays final when late events come, and a late push still completes the call', () => {
    const over = again(again(again(missing)));
    const told2 = apply(
      over,
      reported({ eventType: 'IVR_END', timestamp: minute(1), exitStatus: 'completed' }),
    );
    expect(told2).toMatchObject({ reconciliationStatus: 'failed', outcome: { retryable: false } });
    expect(told2.reconciliationShard).toBeUndefined();
    expect(apply(told2, stored())).toMatchObject({
      callStatus: 'COMPLETED',
      reconciliationStatus: 'completed',
      reconciliationAttempts: 3,
    });
  });

  it('doubles the wait with every used attempt, up to a day', () => {
    const delaysMs = [1, 2, 3, 8, 200].map((attempts) => {
      const tried = { ...held, reconciliationAttempts: attempts - 1 };
      const generous = releaseCall(
        r1,
        notFound,
        { maxAttempts: 1_000, retryDelayMs: 900_000, outageDelayMs: 300_000 },
        by(20),
      );
      return Date.parse(generous(tried).next!.nextReconciliationAt!) - Date.parse(minute(20));
    });
    expect(delaysMs).toEqual([900_000, 1_800_000, 3_600_000, 86_400_000, 86_400_000]);
  });

  it.each([
    ['has no record', undefined],
    ['another reconciliation has taken over', apply(held, claimCall(r2, r1, by(15)))],
    ['another run has queued', apply(missing, queueCall(r2, undefined, by(15)))],
    ['was stored meanwhile', apply(held, stored())],
    ['was released before', apply(held, release())],
    ['was released for an outage before', apply(held, release(outage))],
    ['was given up meanwhile', apply(held, giveUpCall({ code: 'X', message: 'x' }, by(), r1))],
    [
      'was explained meanwhile',
      apply(
        held,
        reported({ eventType: 'CDR_START', timestamp: shifted(minute(0), -1), test: true, channel: 'chat' }),
      ),
    ],
  ])('does not change a call that %s', (_, record) => {
    expect(release()(record)).toEqual({ result: 'not held' });
  });
});
