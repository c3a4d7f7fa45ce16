import { isPending } from '../held.ts';
import { apply, audio, by, ended, minute, missing, r1, reported, started, stored } from '../test-call.ts';
import { claimCall } from './claim-call.ts';
import { giveUpCall } from './give-up-call.ts';
import { recordManualAction } from './record-manual-action.ts';
import { reopenCall } from './reopen-call.ts';

const HOUR_MS = 3_600_000;
const DAY_MINUTES = 1_440;
const reopen = (minutes = 20, recoverableUntil?: string) =>
  reopenCall(
    { reason: 'the customer asks', ...(recoverableUntil && { recoverableUntil }) },
    HOUR_MS,
    by(minutes, { by: 'alice' }),
  );
const givenUp = apply(missing, giveUpCall({ code: 'RETENTION_EXPIRED', message: 'deleted' }, by(10)));
const chat = apply(
  undefined,
  reported({ eventType: 'CDR_START', timestamp: minute(0), channel: 'chat' }, by(1)),
  reported({ eventType: 'CDR_END', timestamp: minute(2), durationMs: 120_000, channel: 'chat' }, by(3)),
);

describe('reopenCall', () => {
  it('makes a call that was given up pending and due, with all its attempts, and says who and why', () => {
    const { next, result } = reopen()(givenUp);
    expect(result).toBe('reopened');
    expect(isPending(next!)).toBe(true);
    expect(next).toMatchObject({
      reconciliationStatus: 'pending',
      reconciliationAttempts: 0,
      lastManualAction: { what: 'reopen', by: 'alice', reason: 'the customer asks', at: minute(20) },
    });
    expect(next?.outcome).toBeUndefined();
    expect(next?.nextReconciliationAt).toBeUndefined();
    expect(next?.history.at(-1)).toMatchObject({ what: 'reopened by a person', by: 'alice' });
  });

  it('ends the row of faults and the round that was open', () => {
    const open = { reconciliationFaults: 4, askedRanges: 1, hasDoubtedRange: true };
    const next = reopen()({ ...givenUp, ...open }).next!;
    expect(Object.keys(open).map((field) => next[field])).toEqual([undefined, undefined, undefined]);
  });

  it('names the command of the person', () => {
    const rerun = reopenCall({ reason: 'a hole of an hour', what: 'rerun' }, HOUR_MS, by(20));
    expect(rerun(givenUp).next?.lastManualAction).toMatchObject({ what: 'rerun' });
  });

  it('keeps an explained call expected, also when its events come again', () => {
    expect(isPending(chat)).toBe(false);
    const reopened = apply(chat, reopen());
    expect(isPending(apply(reopened, started, ended))).toBe(true);
  });

  it('makes a call due that waits for its next ask', () => {
    const asked = apply(missing, claimCall(r1, undefined, by(5)));
    const waits = { ...asked, reconciliationStatus: 'failed', nextReconciliationAt: minute(600) } as const;
    expect(apply(waits, reopen()).nextReconciliationAt).toBeUndefined();
  });

  it('refuses a call whose recording OCP has deleted as far as we know, unless the person knows better', () => {
    const late = 61 * DAY_MINUTES;
    expect(reopen(late)(givenUp)).toEqual({ result: 'expired' });
    const { next, result } = reopen(late, minute(late + 3 * DAY_MINUTES))(givenUp);
    expect(result).toBe('reopened');
    expect(next?.recoverableUntil).toBe(minute(late + 3 * DAY_MINUTES));
  });

  it('keeps the latest deadline that a person gave', () => {
    const late = 61 * DAY_MINUTES;
    const extended = apply(givenUp, reopen(late, minute(late + 30 * DAY_MINUTES)));
    for (const again of [reopen(late + 5), reopen(late + 5, minute(late + 10 * DAY_MINUTES))]) {
      expect(apply(extended, again).recoverableUntil).toBe(minute(late + 30 * DAY_MINUTES));
    }
  });

  it('never moves a deadline earlier', () => {
    expect(apply(givenUp, reopen(20, minute(600))).recoverableUntil).toBe(givenUp.recoverableUntil);
  });

  it.each([
    ['absent', undefined],
    [
      'absent',
      {
        ...givenUp,
        reconciliationStatus: undefined,
        movedTo: { tenantId: 'bolt' as never, at: minute(9) },
        outcome: { code: 'MOVED', message: 'moved', retryable: false, at: minute(9) },
      },
    ],
    ['stored', apply(missing, stored())],
    ['held', apply(missing, claimCall(r1, undefined, by(5)))],
    ['unidentified', { ...givenUp, outcome: { ...givenUp.outcome!, code: 'CALL_UNIDENTIFIED' } }],
  ] as const)('does not change a call that is %s', (result, record) => {
    expect(reopen()(record)).toEqual({ result });
  });

  it('lets the recording that comes carry that a person had asked for it', () => {
    expect(apply(givenUp, reopen(), stored({ source: 'RECONCILIATION' })).recoveredBy).toBe('manual');
    expect(apply(missing, stored({ source: 'RECONCILIATION' })).recoveredBy).toBe('automatic');
    expect(apply(givenUp, reopen(), stored()).recoveredBy).toBeUndefined();
  });

  it('lets a push be manual only if a person released its bytes', () => {
    const release = (sha256: string) =>
      recordManualAction({ what: 'release', reason: 'it can be heard', sha256 }, by(20));
    const { sha256 } = audio;
    expect(apply(givenUp, release(sha256), stored()).recoveredBy).toBe('manual');
    expect(apply(givenUp, release('bb'), stored()).recoveredBy).toBeUndefined();
  });

  it('is given up again by its deadline', () => {
    const reopened = apply(givenUp, reopen());
    const end = giveUpCall({ code: 'NOT_FOUND', message: 'OCP has no recording' }, by(70 * DAY_MINUTES));
    expect(end(reopened).result).toBe('given up');
  });
});
