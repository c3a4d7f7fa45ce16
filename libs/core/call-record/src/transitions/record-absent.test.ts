import type { CallRecord } from '../call-record.ts';
import { apply, by, missing, r1, reported } from '../test-call.ts';
import { epochMsOf, shifted, type Timestamp } from '../timestamp.ts';
import { claimCall } from './claim-call.ts';
import { giveUpCall } from './give-up-call.ts';
import { type AbsentFrom, recordAbsent } from './record-absent.ts';
import { releaseCall } from './release-call.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const rule = {
  maxAttempts: 2,
  retryDelayMs: HOUR_MS,
  firstFaultDelayMs: HOUR_MS / 12,
  maxFaultDelayMs: DAY_MS,
  dailyDelayMs: DAY_MS,
};
const notFound = { code: 'NOT_FOUND', message: 'OCP has no recording', isAboutTheCall: true };
const outage = { code: 'FAILED_OCP_API_ERROR', message: 'OCP is down', isAboutTheCall: false };

/** Asks for the call when it is due. */
const ask = (record: CallRecord, why = notFound): CallRecord => {
  const context = by(20, record.nextReconciliationAt ? { now: record.nextReconciliationAt } : {});
  return apply(record, claimCall(r1, undefined, context), releaseCall(r1, why, rule, context));
};
const prompt = ask(missing);
/** Its prompt attempts are used, so it is asked for a day later. */
const daily = ask(prompt);
const lastAskAt = daily.lastReconciliationAt!;

const absent = (record: CallRecord, askedAt: Timestamp, over: Partial<AbsentFrom> = {}) =>
  recordAbsent(
    { askedAt, covers: () => true, code: 'NOT_FOUND', message: 'not in job 9', ...over },
    rule,
    by(0, { now: shifted(askedAt, HOUR_MS) }),
  )(record);

describe('recordAbsent', () => {
  it('moves the next ask of the daily schedule on, as after an ask of the call itself', () => {
    const askedAt = shifted(lastAskAt, 20 * HOUR_MS);
    const now = shifted(askedAt, HOUR_MS);
    expect(epochMsOf(daily.nextReconciliationAt!) - epochMsOf(lastAskAt)).toBe(DAY_MS);
    expect(absent(daily, askedAt)).toMatchObject({
      result: 'replaced',
      next: {
        reconciliationStatus: 'failed',
        reconciliationAttempts: daily.reconciliationAttempts + 1,
        lastReconciliationAt: now,
        nextReconciliationAt: shifted(now, 2 * DAY_MS),
        outcome: { code: 'NOT_FOUND', message: 'not in job 9', at: now },
      },
    });
  });

  it('ends a row of faults: OCP has answered', () => {
    const faulty = ask(daily, outage);
    const { next } = absent(faulty, shifted(faulty.nextReconciliationAt!, -60_000));
    expect(next).toMatchObject({ reconciliationStatus: 'failed', outcome: { code: 'NOT_FOUND' } });
    expect(next?.reconciliationFaults).toBeUndefined();
  });

  it('counts a listing once', () => {
    const askedAt = shifted(lastAskAt, 20 * HOUR_MS);
    const { next } = absent(daily, askedAt);
    expect(absent(next!, askedAt)).toEqual({ result: 'kept' });
  });

  it('leaves the schedule as it is for many exports soon after an ask', () => {
    for (const hours of [-1, 0, 1, 11]) {
      expect(absent(daily, shifted(lastAskAt, hours * HOUR_MS))).toEqual({ result: 'kept' });
    }
    expect(absent(daily, shifted(lastAskAt, 12 * HOUR_MS)).result).toBe('replaced');
  });

  it('uses no prompt attempt', () => {
    expect(absent(prompt, shifted(prompt.nextReconciliationAt!, -1))).toEqual({ result: 'kept' });
  });

  it('leaves a call alone that the export did not cover, that is held, or that was given up', () => {
    const askedAt = shifted(lastAskAt, 20 * HOUR_MS);
    const due = by(0, { now: daily.nextReconciliationAt! });
    const gone = giveUpCall({ code: 'RETENTION_EXPIRED', message: 'gone' }, due);
    expect(absent(daily, askedAt, { covers: () => false })).toEqual({ result: 'kept' });
    expect(absent(apply(daily, claimCall(r1, undefined, due)), askedAt)).toEqual({ result: 'kept' });
    expect(absent(apply(daily, gone), askedAt)).toEqual({ result: 'kept' });
  });

  it('leaves a call alone whose start is not sure: the export may not have covered it', () => {
    const unsure = apply(undefined, reported({ eventType: 'CDR_END', durationMs: 120_000 }, by(3)));
    const asked = ask(ask(unsure));
    expect(asked.reconciliationAttempts).toBe(2);
    expect(absent(asked, shifted(asked.nextReconciliationAt!, -1))).toEqual({ result: 'kept' });
  });

  it('leaves a call alone of which two starts were reported: the export covered one of them', () => {
    const other = shifted(daily.callTimestamp, -3 * HOUR_MS);
    const facts = { ...daily.facts, end: { ...daily.facts.end, startedAt: other } };
    expect(absent({ ...daily, facts }, shifted(lastAskAt, 20 * HOUR_MS))).toEqual({ result: 'kept' });
  });

  it('leaves a call alone that an export listed elsewhere than it reports', () => {
    const listedRange = { from: shifted(daily.callTimestamp, -DAY_MS), to: daily.callTimestamp };
    expect(absent({ ...daily, listedRange }, shifted(lastAskAt, 20 * HOUR_MS))).toEqual({ result: 'kept' });
  });

  it('gives the listing the times of the record, not those of an index that lags', () => {
    const seen: unknown[] = [];
    const covers: AbsentFrom['covers'] = (call) => seen.push(call) > 0;
    absent(daily, shifted(lastAskAt, 20 * HOUR_MS), { covers });
    expect(seen).toEqual([{ startedAt: daily.callTimestamp, endedAt: daily.callEndTimestamp }]);
  });
});
