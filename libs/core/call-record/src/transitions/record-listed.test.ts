import { type CandidateRange, listCandidateRanges } from '../candidate-ranges.ts';
import { apply, by, group, key, minute, missing, r1, reported, stored } from '../test-call.ts';
import { claimCall } from './claim-call.ts';
import { claimLocation } from './claim-location.ts';
import { giveUpCall } from './give-up-call.ts';
import { queueCall } from './queue-call.ts';
import { recordDiscovered } from './record-event.ts';
import { recordListed } from './record-listed.ts';
import { recordQuarantined } from './record-quarantined.ts';

const entry = { exportJobId: 'job-1', readableUntil: minute(300), recordingId: 'rec-1' };
const listed = (
  over: Partial<typeof entry & { sizeBytes: number; sha256: string }> = {},
  holder?: typeof r1,
) => recordListed({ ...entry, ...over }, holder, by(21));
const held = apply(missing, claimCall(r1, undefined, by(10)));
const givenUp = apply(missing, giveUpCall({ code: 'NOT_FOUND', message: 'not listed' }, by(20)));
const explained = apply(
  missing,
  reported({ eventType: 'IVR_END', timestamp: minute(1), test: true }, by(20)),
);
const rejected = { key: 'q', reason: 'NOT_AUDIO', sha256: 'aa', sizeBytes: 44, recordingId: 'rec-1' };
const withRejected = (record: typeof missing) =>
  apply(record, recordQuarantined(key, {}, { ...rejected, detail: 'x', at: minute(5) }, by(5)));

describe('recordListed', () => {
  it('records the job that lists the recording of a claimed call, once', () => {
    const noted = apply(held, listed({}, r1));
    expect(noted).toMatchObject({ exportJobId: 'job-1', reconciliationStatus: 'in_progress' });
    expect(listed({}, r1)(noted)).toEqual({ result: 'known' });
  });

  it('begins the recovery of a call that was queued', () => {
    const queued = apply(missing, queueCall(r1, undefined, by(5)));
    expect(apply(queued, listed({}, r1))).toMatchObject({ reconciliationStatus: 'in_progress' });
  });

  it('gives the recording its place in the same write, so that the downloader writes none', () => {
    const locate = (lineOfBusiness: string) => ({ bucket: `recordings-${lineOfBusiness}`, key: 'k' });
    const noted = apply(held, recordListed(entry, r1, by(21), locate));
    expect(noted).toMatchObject({
      location: { bucket: 'recordings-cards' },
      locationLineOfBusiness: 'cards',
    });
    const claimed = claimLocation(
      key,
      { conversationId: 'c-0' },
      () => ({ bucket: 'x', key: 'y' }),
      by(22),
    )(noted);
    expect(claimed).toEqual({ result: { location: noted.location, s3Stored: false } });
    const elsewhere = () => ({ bucket: 'recordings-loans', key: 'k' });
    expect(
      apply(noted, recordListed({ ...entry, exportJobId: 'job-2' }, r1, by(23), elsewhere)).location,
    ).toEqual(noted.location);
  });

  it('leaves the place open while the line of business is unknown', () => {
    const { lineOfBusiness: _, ...unknown } = held;
    const noted = apply(
      unknown,
      recordListed(entry, r1, by(21, { group: undefined }), () => ({ bucket: 'x', key: 'y' })),
    );
    expect(noted.location).toBeUndefined();
  });

  it('keeps what the listing says of the recording, once', () => {
    const ocpMetadata = { duration: 324, channels: 2, queueName: 'Sales' };
    const transition = recordListed({ ...entry, ocpMetadata }, r1, by(21));
    const noted = apply(held, transition);
    expect(noted.ocpMetadata).toEqual(ocpMetadata);
    expect(transition(noted)).toEqual({ result: 'known' });
    const later = recordListed({ ...entry, ocpMetadata: { agentId: 'A-1' } }, r1, by(22));
    expect(apply(noted, later).ocpMetadata).toEqual({ ...ocpMetadata, agentId: 'A-1' });
  });

  it.each([
    ['has no record', undefined, 'absent'],
    ['was stored meanwhile', apply(held, stored()), 'stored'],
  ])('does not change a call that %s', (_, record, result) => {
    expect(listed({}, r1)(record)).toEqual({ result });
  });

  it('reopens a call that was given up, with all its attempts', () => {
    const tried = { ...givenUp, reconciliationAttempts: 5 };
    const { next, result } = listed()(tried);
    expect(result).toBe('given up');
    expect(next).toMatchObject({ reconciliationStatus: 'pending', reconciliationAttempts: 0 });
    expect(next?.outcome).toBeUndefined();
    expect(next?.reconciliationShard).toBe(missing.reconciliationShard);
    expect(next?.history.at(-1)?.what).toBe('reopened');
  });

  it('reopens a call that was explained, and later events do not explain it again', () => {
    expect(explained.outcome?.code).toBe('NO_AUDIO_EXPECTED');
    const { next, result } = listed()(explained);
    expect(result).toBe('explained');
    expect(next).toMatchObject({ reconciliationStatus: 'pending' });
    const later = apply(next, reported({ eventType: 'CDR_START', timestamp: minute(0), test: true }, by(30)));
    expect(later.outcome).toBeUndefined();
    expect(later.reconciliationShard).toBeDefined();
  });

  it('gives a pending call its attempts again, and it is due. It keeps its faults', () => {
    const tried = { ...missing, reconciliationAttempts: 3, reconciliationFaults: 4 };
    const { next, result } = listed()({ ...tried, nextReconciliationAt: minute(900) });
    expect(result).toBe('proved');
    expect(next).toMatchObject({ reconciliationAttempts: 0, reconciliationFaults: 4 });
    expect(next?.nextReconciliationAt).toBeUndefined();
  });

  it.each([
    ['no job has listed it', undefined, 'proved'],
    ['the job that listed it has expired', minute(20), 'proved'],
    ['the job that listed it can be read', minute(22), 'known'],
  ])('makes a call due whose windows only failed: %s', (_, fetchedUntil, result) => {
    const faulty = { ...missing, reconciliationFaults: 4, nextReconciliationAt: minute(900), fetchedUntil };
    const after = listed()(faulty);
    expect(after.result).toBe(result);
    expect((after.next ?? faulty).nextReconciliationAt).toBe(result === 'proved' ? undefined : minute(900));
  });

  it('makes a call due also if a job listed it before its windows failed, and it was not downloaded then', () => {
    const range = { from: minute(-3_000), to: minute(-2_900) };
    const seen = apply(
      missing,
      recordListed({ ...entry, range, readableUntil: minute(900) }, undefined, by()),
    );
    expect(seen.listedRange).toEqual(range);
    expect(seen.listedUntil).toBeUndefined();
    const faulty = { ...seen, reconciliationFaults: 4, nextReconciliationAt: minute(900) };
    expect(listed()(faulty).result).toBe('proved');
  });

  it('leaves a call with faults to the window that holds it', () => {
    const { next, result } = listed()({ ...held, reconciliationFaults: 4 });
    expect(result).toBe('known');
    expect(next).toMatchObject({ reconciliationStatus: 'in_progress', reconciliationId: 'r-1' });
  });

  it.each([
    ['nothing of its bytes', {}, 'known'],
    ['the same size and SHA-256', { sizeBytes: 44, sha256: 'aa' }, 'known'],
    ['another size', { sizeBytes: 45 }, 'given up'],
    ['another SHA-256', { sha256: 'bb' }, 'given up'],
    ['another recording', { recordingId: 'rec-2' }, 'given up'],
  ])('judges an entry after rejected bytes by what it says: %s', (_, over, result) => {
    const over60Days = apply(withRejected(missing), giveUpCall({ code: 'NOT_AUDIO', message: 'x' }, by(20)));
    expect(listed(over)(over60Days).result).toBe(result);
    const tried = { ...withRejected(missing), reconciliationAttempts: 3 };
    expect(apply(tried, listed(over)).reconciliationAttempts).toBe(result === 'known' ? 3 : 0);
  });

  it('moves the deadline to the end of the job if that is later, and never earlier', () => {
    const late = '2026-12-31T00:00:00.000Z';
    expect(listed({ readableUntil: late })(missing).next?.recoverableUntil).toBe(late);
    expect(apply(missing, listed()).recoverableUntil).toBe(missing.recoverableUntil);
    const moved = apply(missing, listed({ readableUntil: late }), listed({ exportJobId: 'job-2' }));
    expect(moved.recoverableUntil).toBe(late);
  });

  it('corrects a start that cannot be by the listed one', () => {
    const impossible = apply(
      undefined,
      reported({ eventType: 'CDR_START', timestamp: '2000-01-01T00:00:00.000Z' }, by(1)),
    );
    const { next } = recordListed({ ...entry, startedAt: minute(-30) }, undefined, by(21))(impossible);
    expect(next?.callTimestamp).toBe(minute(-30));
    expect(claimCall(r1, undefined, by(40))(next).result).not.toHaveProperty('range');
  });

  it('keeps the range of the job that lists a call whose start cannot be, and neither start nor deadline moves', () => {
    const impossible = apply(
      undefined,
      reported({ eventType: 'CDR_START', timestamp: '2000-01-01T00:00:00.000Z' }, by(1)),
    );
    const range = { from: minute(-3_000), to: minute(-2_900) };
    const { next } = recordListed({ ...entry, range }, undefined, by(21))(impossible);
    const { callTimestamp, recoverableUntil, facts } = impossible;
    expect(next).toMatchObject({ listedRange: range, callTimestamp, recoverableUntil, facts });
    const askedRanges = listCandidateRanges(impossible, group).length;
    expect(claimCall(r1, undefined, by(40))({ ...next!, askedRanges }).result).toMatchObject({ range });
  });

  const wide = { from: minute(-3_000), to: minute(3_000) };
  const narrow = { from: minute(-3_000), to: minute(-2_900) };
  it.each([
    ['the range is wider than the call', { range: wide }, wide],
    ['the listed start is before the reported one', { range: wide, startedAt: minute(-20) }, wide],
    ['the range is within the call', { range: { from: minute(0), to: minute(1) } }, undefined],
    ['the listed start is the reported one', { range: wide, startedAt: minute(0) }, undefined],
  ])('keeps the range of the job of a held call if exports as reported may miss it: %s', (_, over, range) => {
    const { next } = recordListed({ ...entry, ...over }, r1, by(21))(held);
    expect(next).toMatchObject({ exportJobId: 'job-1', callTimestamp: held.callTimestamp });
    expect(next?.listedRange).toEqual(range);
  });

  it('keeps the range of the job of a call that no window asked for, and the shortest of several', () => {
    const list = (range: CandidateRange) => recordListed({ ...entry, range }, undefined, by(21));
    const once = apply(missing, list(wide));
    expect(once).toMatchObject({ listedRange: wide, reconciliationAttempts: 0 });
    expect(list(wide)(once)).toEqual({ result: 'known' });
    expect(apply(once, list(narrow)).listedRange).toEqual(narrow);
    expect(apply(once, list(narrow), list(wide)).listedRange).toEqual(narrow);
  });

  it('keeps no range that is longer than that of the export which discovered the call', () => {
    const facts = { groupId: 'Acme_EN', startedAt: minute(-60), startedBefore: minute(60) };
    const discovered = apply(undefined, recordDiscovered(key, facts, by(1)));
    const record = apply(discovered, reported({ eventType: 'CDR_START', timestamp: minute(0) }, by(2)));
    const list = (range: CandidateRange) => recordListed({ ...entry, range }, undefined, by(21))(record);
    expect(list(wide)).toEqual({ result: 'known' });
    const shorter = { from: minute(-60), to: minute(0) };
    expect(list(shorter).next?.listedRange).toEqual(shorter);
  });

  it('forgets the range if a job lists the true start of a call whose reported start cannot be', () => {
    const record = { ...held, facts: { start: { impossibleStartedAt: minute(9) } }, listedRange: narrow };
    const { next } = recordListed({ ...entry, startedAt: minute(-30), range: wide }, r1, by(21))(record);
    expect(next?.facts.discovered).toEqual({ startedAt: minute(-30) });
    expect(next?.listedRange).toBeUndefined();
    expect(listCandidateRanges(next!, group)).toEqual([]);
  });
});
