import type { Location } from '../call-record.ts';
import type { CdrFacts } from '../cdr/cdr-facts.ts';
import type { ChangeContext } from '../change-context.ts';
import { apply, by, ended, key, location, minute, missing, reported, started, stored } from '../test-call.ts';
import { claimLocation } from './claim-location.ts';

const bucketOf = (lineOfBusiness: string | undefined): Location => ({
  bucket: `recordings-${lineOfBusiness ?? 'unassigned'}`,
  key: 'acme/c-1',
});
const facts: CdrFacts = { groupId: 'Acme_EN', conversationId: 'c-0', startedAt: minute(0) };
const claim = (locate = bucketOf, context = by()) => claimLocation(key, facts, locate, context);

describe('claimLocation', () => {
  it('uses the line of business that the registry gives', () => {
    expect(claim()(missing)).toMatchObject({
      result: { location: { bucket: 'recordings-cards', key: 'acme/c-1' }, s3Stored: false },
      next: { location: { bucket: 'recordings-cards' } },
    });
  });

  it('uses no line of business for an unregistered group', () => {
    expect(claim(bucketOf, by(10, { group: undefined }))(undefined).result.location.bucket).toBe(
      'recordings-unassigned',
    );
  });

  it('gives later claims the location of the first', () => {
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

  it('writes no change when it is repeated', () => {
    expect(claim()(apply(missing, claim())).next).toBeUndefined();
  });

  it('makes a record for a recording that comes before any CDR', () => {
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

  it('replaces the provisional start when a CDR reports the real one', () => {
    const stub = apply(undefined, claimLocation(key, {}, bucketOf, by(30)));
    expect(stub.callTimestamp).toBe(minute(30));
    const corrected = apply(stub, started, ended);
    expect(corrected).toMatchObject({ callTimestamp: minute(0), hasCdrEnd: true, location: stub.location });
    expect(corrected.recoverableUntil < stub.recoverableUntil).toBe(true);
  });

  it.each<[string, ChangeContext, string]>([
    ['another line of business', by(1), 'recordings-cards'],
    [
      'no line of business, because its group was unknown',
      by(1, { group: undefined }),
      'recordings-unassigned',
    ],
  ])('keeps the object in the bucket of %s, and flags that', (_, first, bucket) => {
    const mortgage = reported({ eventType: 'CDR_START', timestamp: minute(0), app: 'Mortgage' });
    const placed = apply(undefined, claim(bucketOf, first));
    for (const record of [apply(placed, stored(), mortgage), apply(placed, mortgage, claim(), stored())]) {
      expect(record).toMatchObject({ lineOfBusiness: 'loans', location: { bucket } });
      expect(record.audioFlags).toEqual(['OTHER_LINE_OF_BUSINESS']);
    }
  });

  it('does not flag an object in the right bucket, or a record without the line of business of its bucket', () => {
    const other = reported({ eventType: 'CDR_START', timestamp: minute(0), app: 'Balance' });
    expect(apply(undefined, claim(), stored(), other).audioFlags).toEqual([]);
    const unknown = by(1, { group: undefined });
    expect(apply(undefined, claim(bucketOf, unknown), stored({}, unknown)).audioFlags).toEqual([]);
    const { locationLineOfBusiness: _, ...older } = apply(missing, claim(), stored());
    expect(apply(older, other).audioFlags).toEqual([]);
  });

  it('gives the SHA-256 of a stored recording, to compare with', () => {
    expect(claim()(apply(missing, stored())).result).toEqual({ location, s3Stored: true, sha256: 'aa' });
  });
});
