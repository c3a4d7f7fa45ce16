import type { CallRecord } from '../call-record.ts';
import { apply, by, group, key, minute, missing, r1, reported } from '../test-call.ts';
import { claimCall } from './claim-call.ts';
import { recordListed } from './record-listed.ts';
import { recordQuarantined } from './record-quarantined.ts';
import { releaseCall } from './release-call.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const rule = {
  maxAttempts: 3,
  retryDelayMs: 15 * MINUTE_MS,
  firstFaultDelayMs: 5 * MINUTE_MS,
  maxFaultDelayMs: DAY_MS,
  dailyDelayMs: DAY_MS,
};
const notFound = { code: 'NOT_FOUND', message: 'OCP has no recording', isAboutTheCall: true };
const outage = { code: 'FAILED_OCP_API_ERROR', message: 'OCP is down', isAboutTheCall: false };
const doubted = { ...outage, code: 'LISTING_UNTRUSTED', isListingDoubted: true };
const damaged = { code: 'NOT_AUDIO', message: 'not audio', isAboutTheCall: true };

describe('a call whose reported start cannot be', () => {
  const day = { ...group, exportConstraints: { ...group.exportConstraints, maxRangeMinutes: 2_880 } };
  const context = (minutes: number) => by(minutes, { group: day });
  const impossible = apply(
    undefined,
    reported({ eventType: 'CDR_START', timestamp: '2000-01-01T00:00:00.000Z' }, context(1)),
    reported({ eventType: 'CDR_END', timestamp: minute(-470), durationMs: 600_000 }, context(3)),
  );
  const claim = (record: CallRecord) => claimCall(r1, undefined, context(20))(record);
  const answer = (record: CallRecord) =>
    releaseCall(r1, notFound, rule, context(20))(claim(record).next!).next!;

  it('is looked for in its candidate ranges in turn, and only a whole round is an attempt', () => {
    expect(claim(impossible).result).toMatchObject({ range: { from: minute(1 - 25 * 60), to: minute(3) } });
    const first = answer(impossible);
    expect(first).toMatchObject({ reconciliationAttempts: 0, askedRanges: 1 });
    expect(first.nextReconciliationAt).toBeUndefined();
    expect(claim(first).result).toMatchObject({ range: { from: minute(-540), to: minute(-420) } });
    const round = answer(first);
    expect(round).toMatchObject({ reconciliationAttempts: 1, nextReconciliationAt: minute(35) });
    expect(round.askedRanges).toBeUndefined();
  });

  it('uses an attempt for rejected bytes, whichever range they were found in', () => {
    const bytes = { key: 'q', reason: 'NOT_AUDIO', sha256: 'aa', detail: 'x', at: minute(20) };
    const found = apply(claim(impossible).next, recordQuarantined(key, {}, bytes, context(20)));
    const { next } = releaseCall(r1, damaged, rule, context(20))(found);
    expect(next).toMatchObject({ reconciliationAttempts: 1, outcome: { code: 'NOT_AUDIO' } });
    expect(next?.askedRanges).toBeUndefined();
  });

  it('takes the next range at once after a listing that proves nothing, and its round is no attempt', () => {
    const doubt = (record: CallRecord) =>
      releaseCall(r1, doubted, rule, context(20))(claim(record).next!).next!;
    const first = doubt(impossible);
    expect(first).toMatchObject({ askedRanges: 1, reconciliationFaults: 1, reconciliationAttempts: 0 });
    expect(first.nextReconciliationAt).toBeUndefined();
    const round = answer(first);
    expect(round).toMatchObject({ reconciliationAttempts: 0, nextReconciliationAt: minute(25) });
    expect(round.askedRanges).toBeUndefined();
    const second = doubt({ ...round, nextReconciliationAt: undefined });
    expect(second).toMatchObject({ askedRanges: 1, reconciliationFaults: 2 });
    const third = doubt(second);
    expect(third).toMatchObject({ reconciliationFaults: 3, nextReconciliationAt: minute(20 + 20) });
    expect(third.askedRanges).toBeUndefined();
    const proved = answer(answer({ ...third, nextReconciliationAt: undefined }));
    expect(proved).toMatchObject({ reconciliationAttempts: 1, reconciliationStatus: 'failed' });
    expect(proved.reconciliationFaults).toBeUndefined();
  });

  it('waits longer after each round whose last listing proves nothing, although its first range is answered', () => {
    const doubt = (record: CallRecord) =>
      releaseCall(r1, doubted, rule, context(20))(claim(record).next!).next!;
    const due = (record: CallRecord): CallRecord => ({ ...record, nextReconciliationAt: undefined });
    let record = impossible;
    for (const waitMinutes of [5, 10, 20, 40]) {
      record = doubt(answer(due(record)));
      expect(record).toMatchObject({
        reconciliationAttempts: 0,
        nextReconciliationAt: minute(20 + waitMinutes),
      });
    }
    expect(record).toMatchObject({ reconciliationFaults: 4 });
    const proved = answer(answer(due(record)));
    expect(proved).toMatchObject({ reconciliationAttempts: 1 });
    expect(doubt(due(answer(due(proved))))).toMatchObject({ reconciliationFaults: 1 });
  });

  it('takes the next range only after an answer, not after a fault', () => {
    const faulty = releaseCall(r1, outage, rule, context(20))(claim(impossible).next!).next!;
    expect(faulty.askedRanges).toBeUndefined();
  });
});

describe('a call that an export listed elsewhere than it reports', () => {
  const listedRange = { from: minute(-600), to: minute(-300) };
  const claim = (record: CallRecord) => claimCall(r1, undefined, by(20))(record);
  const release = (record: CallRecord, reason: typeof notFound) =>
    releaseCall(r1, reason, rule, by(20))(claim(record).next!).next!;

  it.each([
    ['does not have it', notFound],
    ['proves nothing', doubted],
  ])('is asked for there at once if the listing of the reported time %s', (_, reason) => {
    const listed = { ...missing, listedRange };
    expect(claim(listed).result).not.toHaveProperty('range');
    const next = release(listed, reason);
    expect(next).toMatchObject({ askedRanges: 1, reconciliationAttempts: 0 });
    expect(next.nextReconciliationAt).toBeUndefined();
    expect(claim(next).result).toMatchObject({ range: listedRange });
    expect(release(next, notFound).askedRanges).toBeUndefined();
  });

  it('is asked for where it was listed last, if it has fewer ranges since then', () => {
    const day = { from: minute(-3_000), to: minute(-120) };
    const asked = claim({ ...missing, listedRange: day, askedRanges: 2 }).next!;
    const job = {
      exportJobId: 'job-1',
      readableUntil: minute(900),
      recordingId: 'rec-1',
      range: listedRange,
    };
    const failed = apply(asked, recordListed(job, r1, by(20)), releaseCall(r1, outage, rule, by(20)));
    expect(claimCall(r1, undefined, by(900))(failed).result).toMatchObject({ range: listedRange });
  });
});
