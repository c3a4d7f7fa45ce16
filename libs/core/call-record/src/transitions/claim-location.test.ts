import type { Location } from '../call-record.ts';
import type { CdrFacts } from '../cdr/cdr-facts.ts';
import { apply, by, ended, key, location, minute, missing, started, stored, reported } from '../test-call.ts';
import { claimLocation } from './claim-location.ts';
import type { ChangeContext } from '../change-context.ts';

const bucketOf = (lineOfBusiness: string | undefined): Location => ({
  bucket: `recordings-${lineOfBusiness ?? 'unassigned'}`,
  key: 'acme/c-1',
});
const facts: CdrFacts = { groupId: 'Acme_EN', conversationId: 'c-0', startedAt: minute(0) };
const claim = (locate = bucketOf, context = by()) => claimLocation(key, facts, locate, context);

describe('claimLocation', () => {
  it('decides by the line of business that the registry gives', () => {
    expect(claim()(missing)).toMatchObject({
      result: { location: { bucket: 'recordings-cards', key: 'acme/c-1' }, s3Stored: false },
      next: { location: { bucket: 'recordings-cards' } },
    });
  });

  it('asks for no line of business of a group nobody registered', () => {
    expect(claim(bucketOf, by(10, { group: undefined }))(undefined).result.location.bucket).toBe(
      'recordings-unassigned',
    );
  });

  it('gives everyone after the first what stands there, whatever they would have chosen', () => {
    const first = apply(missing, claim());
    const later = claim(() => ({ bucket: 'recordings-loans', key: 'elsewhere' }))(first);
    expect(later.result.location).toEqual(first.location);
    expect(
      apply(
        first,
        claim(() => ({ bucket: 'x', key: 'y' })),
      ).location,
    ).toEqual(first.location);
  });

  it('writes nothing when it is asked again', () => {
    expect(claim()(apply(missing, claim())).next).toBeUndefined();
  });

  it('makes a record of its own for a recording that comes before any CDR', () => {
    const stub = apply(undefined, claim());
    expect(stub).toMatchObject({
      ...key,
      groupId: 'Acme_EN',
      conversationId: 'c-0',
      callTimestamp: minute(0),
      hasCdrEnd: false,
      s3Stored: false,
      reconciliationStatus: 'pending',
      revision: 1,
    });
    expect(stub.reconciliationShard).toBeDefined();
  });

  it('takes the provisional start of a stub back once a CDR tells the real one', () => {
    const stub = apply(undefined, claimLocation(key, {}, bucketOf, by(30)));
    expect(stub.callTimestamp).toBe(minute(30));
    const corrected = apply(stub, started, ended);
    expect(corrected).toMatchObject({ callTimestamp: minute(0), hasCdrEnd: true, location: stub.location });
    expect(corrected.recoverableUntil < stub.recoverableUntil).toBe(true);
  });

  it.each<[string, ChangeContext, string]>([
    ['another line of business', by(1), 'recordings-cards'],
    ['none, for its group was not known', by(1, { group: undefined }), 'recordings-unassigned'],
  ])('leaves the object in the bucket of %s, and the record says so', (_, first, bucket) => {
    const mortgage = reported({ eventType: 'CDR_START', timestamp: minute(0), app: 'Mortgage' });
    const placed = apply(undefined, claim(bucketOf, first));
    for (const record of [apply(placed, stored(), mortgage), apply(placed, mortgage, claim(), stored())]) {
      expect(record).toMatchObject({ lineOfBusiness: 'loans', location: { bucket } });
      expect(record.audioFlags).toEqual(['OTHER_LINE_OF_BUSINESS']);
    }
  });

  it('flags no object that lies where it belongs, or whose place is older than the note of it', () => {
    const other = reported({ eventType: 'CDR_START', timestamp: minute(0), app: 'Balance' });
    expect(apply(undefined, claim(), stored(), other).audioFlags).toEqual([]);
    const unknown = by(1, { group: undefined });
    expect(apply(undefined, claim(bucketOf, unknown), stored({}, unknown)).audioFlags).toEqual([]);
    const { locationLineOfBusiness: _, ...older } = apply(missing, claim(), stored());
    expect(apply(older, other).audioFlags).toEqual([]);
  });

  it('tells the newcomer what is stored already, to be judged against', () => {
    expect(claim()(apply(missing, stored())).result).toEqual({ location, s3Stored: true, sha256: 'aa' });
  });
});
