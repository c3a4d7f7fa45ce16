import fc from 'fast-check';
import type { CallRecord } from './call-record.ts';
import { CallSummary, listsOf } from './call-summary.ts';
import { CALL_UNIDENTIFIED } from './outcome-codes.ts';
import { play, steps } from './test-steps.ts';

/** A person dismissed its bytes, and no others came after that. */
const isDismissed = ({ history }: CallRecord): boolean =>
  history.findLast(({ what }) => /^(quarantined|dismissed by a person)$/.test(what))?.what ===
  'dismissed by a person';

/** The lists by everything that the record says. */
const listsByRecord = (record: CallRecord): string[] => {
  if (record.s3Stored) return ['stored'];
  const quarantined = (record.quarantined ?? []).length > 0 && !isDismissed(record) ? ['quarantined'] : [];
  if (record.outcome?.code === CALL_UNIDENTIFIED) return quarantined;
  if (record.outcome?.retryable !== false) return ['missing', ...quarantined];
  const wasGivenUp = record.reconciliationStatus === 'given_up';
  return [wasGivenUp ? 'given-up' : 'explained', ...quarantined];
};

/** As a query of the index returns it: without undefined fields. */
const summaryOf = (record: CallRecord): CallSummary =>
  JSON.parse(JSON.stringify(CallSummary.parse(record))) as CallSummary;

describe('the index of a tenant’s calls', () => {
  it('puts every call into the lists that its whole record puts it into', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(steps, (some) => {
        const record = play(some, () => undefined);
        if (!record) return;
        const lists = listsOf(summaryOf(record));
        expect(lists).toEqual(listsByRecord(record));
        for (const list of lists) seen.add(list);
      }),
      { numRuns: 1_000 },
    );
    expect([...seen].sort()).toEqual(['explained', 'given-up', 'missing', 'quarantined', 'stored']);
  });

  it('says of every call why it is in its list, since when, and until when OCP has its recording', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const record = play(some, () => undefined);
        if (!record) return;
        const summary = summaryOf(record);
        const lists = listsOf(summary);
        expect(summary).toMatchObject({
          recoverableUntil: record.recoverableUntil,
          createdAt: record.createdAt,
        });
        if (lists.includes('given-up') || lists.includes('explained')) {
          expect(summary.outcome).toEqual(JSON.parse(JSON.stringify(record.outcome)));
        }
        const newest = record.quarantined?.at(-1);
        if (lists.includes('quarantined')) expect(summary.lastQuarantined?.reason).toBe(newest?.reason);
        if (lists.includes('stored')) expect(summary.s3StoredAt).toBe(record.s3StoredAt);
      }),
      { numRuns: 500 },
    );
  });
});
