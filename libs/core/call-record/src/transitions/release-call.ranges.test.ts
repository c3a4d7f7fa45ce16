import type { CallRecord } from '../call-record.ts';
import { apply, by, group, key, minute, missing, r1, reported } from '../test-call.ts';
import { claimCall } from './claim-call.ts';
import { recordListed } from './record-listed.ts';
import { recordQuarantined } from './record-quarantined.ts';
import { type ReleaseReason, releaseCall } from './release-call.ts';

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
  const release = (record: CallRecord, reason: ReleaseReason) =>
    releaseCall(r1, reason, rule, context(20))(claim(record).next!);
  const answer = (record: CallRecord) => release(record, notFound).next!;
  const doubt = (record: CallRecord) => release(record, doubted).next!;
  const due = (record: CallRecord): CallRecord => ({ ...record, nextReconciliationAt: undefined });

  it('is looked for in its candidate ranges in turn, and only a whole round is an attempt', () => {
    expect(claim(impossible).result).toMatchObject({ range: { from: minute(1 - 25 * 60), to: minute(3) } });
    const first = answer(impossible);
    expect(first).toMatchObject({
      reconciliationAttempts: 0,
      askedRanges: 1,
      reconciliationStatus: 'pending',
    });
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
    const first = doubt(impossible);
    expect(first).toMatchObject({ askedRanges: 1, reconciliationAttempts: 0 });
    expect(first.nextReconciliationAt).toBeUndefined();
    const round = answer(first);
    expect(round).toMatchObject({ reconciliationStatus: 'pending', nextReconciliationAt: minute(25) });
    expect(round.reconciliationAttempts).toBe(0);
    expect(round.askedRanges).toBeUndefined();
    const proved = answer(answer(due(round)));
    expect(proved).toMatchObject({ reconciliationAttempts: 1, reconciliationStatus: 'failed' });
    expect(proved.reconciliationFaults).toBeUndefined();
  });

  it.each([
    ['first', doubted, notFound],
    ['last', notFound, doubted],
    ['every', doubted, doubted],
  ])('waits longer after each round whose %s listing proves nothing', (_, first, last) => {
    let record = impossible;
    for (const [n, waitMinutes] of [5, 10, 20, 40].entries()) {
      const open = release(due(record), first);
      const closed = release(open.next!, last);
      expect([open, closed].map(({ result }) => result)).toMatchObject([{ faults: 0 }, { faults: n + 1 }]);
      record = closed.next!;
      expect(record).toMatchObject({ reconciliationAttempts: 0, reconciliationFaults: n + 1 });
      expect(record.nextReconciliationAt).toBe(minute(20 + waitMinutes));
    }
    const proved = answer(answer(due(record)));
    expect(proved).toMatchObject({ reconciliationAttempts: 1 });
    expect(doubt(answer(due(proved)))).toMatchObject({ reconciliationFaults: 1 });
  });

  it('uses an attempt if a listing has made its start clear since its round was doubted', () => {
    const open = { hasDoubtedRange: true, askedRanges: 1, reconciliationFaults: 1 };
    const clear = release({ ...missing, ...open }, notFound).next!;
    expect(clear).toMatchObject({ reconciliationAttempts: 1, reconciliationStatus: 'failed' });
    expect(clear.hasDoubtedRange).toBeUndefined();
  });

  it('asks for the same range again after a fault, and its round is an attempt once all are answered', () => {
    const faulty = release(impossible, outage).next!;
    expect(faulty.askedRanges).toBeUndefined();
    const second = release(answer(due(faulty)), outage).next!;
    expect(second).toMatchObject({ askedRanges: 1, reconciliationFaults: 2 });
    const round = answer(due(second));
    expect(round).toMatchObject({ reconciliationAttempts: 1 });
    expect(round.reconciliationFaults).toBeUndefined();
  });

  it('stays at the range that its window asked if rejected bytes are pushed meanwhile', () => {
    const bytes = { key: 'q', reason: 'NOT_AUDIO', sha256: 'aa', detail: 'x', at: minute(20) };
    const open = claim(doubt(impossible)).next!;
    const pushed = apply(open, recordQuarantined(key, {}, bytes, context(20)));
    expect(pushed).toMatchObject({ askedRanges: 1, hasDoubtedRange: true, reconciliationAttempts: 0 });
    expect(releaseCall(r1, notFound, rule, context(20))(pushed).next).toMatchObject({
      reconciliationAttempts: 0,
      reconciliationFaults: 1,
    });
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
