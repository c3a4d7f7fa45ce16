import { apply, by, group, key, minute, missing, r1, r2, reported } from '../test-call.ts';
import { shifted } from '../timestamp.ts';
import { claimCall } from './claim-call.ts';
import { queueCall } from './queue-call.ts';
import { recordDiscovered } from './record-event.ts';
import { recordListed } from './record-listed.ts';
import { releaseCall } from './release-call.ts';

const MINUTE_MS = 60_000;
const rule = {
  ...{ maxAttempts: 3, retryDelayMs: 360 * MINUTE_MS, firstFaultDelayMs: 5 * MINUTE_MS },
  ...{ maxFaultDelayMs: 1_440 * MINUTE_MS, dailyDelayMs: 1_440 * MINUTE_MS },
};
const entry = { exportJobId: 'job-1', readableUntil: minute(300), recordingId: 'rec-1' };
const listed = (holder?: typeof r1) => recordListed(entry, holder, by(21));
const held = apply(missing, claimCall(r1, undefined, by(10)));

describe('the proof of a listing', () => {
  it.each([
    ['holds it no more', missing],
    ['has lost it to another one', apply(held, claimCall(r2, r1, by(12)))],
  ])('counts as a listing for other calls if the reconciliation %s', (_, record) => {
    const { next, result } = listed(r1)(record);
    expect(result).toBe('known');
    const { reconciliationStatus, reconciliationId } = record;
    expect(next).toMatchObject({ isListed: true, reconciliationStatus });
    expect(next?.reconciliationId).toBe(reconciliationId);
  });

  const testCall = reported({ eventType: 'IVR_END', timestamp: minute(1), test: true }, by(20));
  const off = { ...group, recording: { enabled: false } };
  const facts = { groupId: 'Acme_EN', startedAt: minute(0) };

  it('reopens a call that an event explained while its window was open', () => {
    const { next, result } = listed(r1)(apply(held, testCall));
    expect(result).toBe('explained');
    expect(next).toMatchObject({ reconciliationStatus: 'in_progress', reconciliationId: r1 });
    expect(next?.reconciliationShard).toBeDefined();
  });

  it.each([
    ['an event says that it has no audio', apply(missing, listed(), testCall)],
    ['its group is not recorded', apply(missing, listed(), queueCall(r1, undefined, by(22, { group: off })))],
    [
      'an export discovered it in such a group',
      apply(undefined, recordDiscovered(key, facts, by(22, { group: off }))),
    ],
  ])('keeps a listed call to be recovered, although %s', (_, record) => {
    expect(record.reconciliationShard).toBeDefined();
    expect(record.outcome).toBeUndefined();
  });

  it('writes the proof only once, and not if the record has another', () => {
    const once = apply(missing, listed());
    expect(once).toMatchObject({ isListed: true, reconciliationAttempts: 0 });
    expect(listed()(once)).toEqual({ result: 'known' });
    const discovered = apply(undefined, recordDiscovered(key, facts, by(1)));
    expect(listed()(discovered)).toEqual({ result: 'known' });
  });

  describe('of a call whose deadline is before the end of the job', () => {
    const readableUntil = shifted(missing.recoverableUntil, 1);
    const late = (jobId: string, at: number) =>
      recordListed({ ...entry, exportJobId: jobId, readableUntil }, undefined, by(at));

    it('makes it due, and moves its deadline to the end of the job', () => {
      const { next, result } = late('job-1', 21)(missing);
      expect(result).toBe('proved');
      expect(next).toMatchObject({ recoverableUntil: readableUntil, exportJobId: 'job-1' });
    });

    const later = { ...entry, exportJobId: 'job-2', readableUntil: shifted(readableUntil, 60_000) };

    it.each([
      ['a window has taken it for the first of two jobs', r1, 'known'],
      ['no window has taken it for the first of two jobs', undefined, 'proved'],
    ])('is left out of the second, if %s: %s', (_, holder, result) => {
      const at = by(22);
      const first = recordListed({ ...entry, readableUntil }, holder, by(21));
      const failed = releaseCall(r1, { code: 'OUTAGE', message: 'x', isAboutTheCall: false }, rule, by(22));
      const once = apply(holder ? held : missing, first, failed);
      expect(recordListed(later, undefined, at)(once).result).toBe(result);
    });

    it('leaves it to its window if one holds it, and is used if that window fails', () => {
      expect(late('job-1', 21)(held).result).toBe('known');
      const failed = releaseCall(r1, { code: 'OUTAGE', message: 'x', isAboutTheCall: false }, rule, by(22));
      const seen = apply(held, late('job-1', 21), failed);
      expect(recordListed(later, undefined, by(23))(seen).result).toBe('proved');
    });
  });

  describe('of a call whose reported start cannot be', () => {
    const impossible = apply(
      undefined,
      reported({ eventType: 'CDR_START', timestamp: '2000-01-01T00:00:00.000Z' }, by(1)),
    );
    const range = { from: minute(-600), to: minute(0) };
    const list = (startedAt: string) =>
      apply(impossible, recordListed({ ...entry, range, startedAt }, undefined, by(21)));

    it('takes the start that OCP names, and keeps the deadline', () => {
      const { callTimestamp, recoverableUntil } = list(minute(-540));
      expect(callTimestamp).toBe(minute(-540));
      expect(recoverableUntil).toBe(impossible.recoverableUntil);
    });

    it.each([
      ['in the future', minute(60)],
      ['before the time for which OCP keeps recordings', minute(-100 * 1_440)],
    ])('takes the range of the export instead of a start %s', (_, startedAt) => {
      const { callTimestamp, recoverableUntil, listedRange } = list(startedAt);
      expect({ callTimestamp, recoverableUntil }).toEqual({
        callTimestamp: impossible.callTimestamp,
        recoverableUntil: impossible.recoverableUntil,
      });
      expect(listedRange).toEqual(range);
    });
  });
});
