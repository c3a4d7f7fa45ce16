import { announcementsOf, CallChange } from './call-change.ts';
import type { CallRecord } from './call-record.ts';
import { changeRecord } from './change-record.ts';
import { CallId, TenantId } from './ids.ts';
import { newRecord } from './new-record.ts';
import { numberHistory } from './number-history.ts';
import { timestampOf } from './timestamp.ts';

const NOON = timestampOf(Date.UTC(2026, 0, 15, 12));
const first = newRecord({ tenantId: TenantId.parse('acme'), callId: CallId.parse('c-1') }, NOON);

/** The record after `count` writes whose entries have at least `bytes` bytes each. */
const written = (count: number, bytes = 0): { before: CallRecord; next: CallRecord } => {
  let [before, next] = [first, first];
  for (let n = 1; n <= count; n += 1) {
    before = next;
    const conversationId = `${n}-${'x'.repeat(bytes)}`;
    next = changeRecord(before, { ...before, conversationId }, { at: NOON, what: `write ${n}`, by: 'test' })!;
  }
  return { before, next };
};

describe('announcementsOf', () => {
  it('announces the first write of a call from revision 0', () => {
    const { next } = written(1);
    expect(announcementsOf(undefined, next)).toEqual([
      {
        kind: 'call-changed',
        schemaVersion: 1,
        tenantId: 'acme',
        callId: 'c-1',
        hours: ['2026-01-15T12:00:00.000Z'],
        fromRevision: 0,
        folded: [],
      },
    ]);
  });

  it('carries no entry that stays in the record', () => {
    const { before, next } = written(300);
    expect(announcementsOf(before, next)).toMatchObject([{ fromRevision: 299, folded: [] }]);
  });

  it('carries every entry that the write folds, with its revision', () => {
    const { before, next } = written(301);
    const [message, ...more] = announcementsOf(before, next);
    expect(more).toEqual([]);
    expect(message!.folded.map(({ revision }) => revision)).toEqual(
      Array.from({ length: 150 }, (_, n) => 51 + n),
    );
    expect(message!.folded.every(({ revision, entry }) => entry.what === `write ${revision}`)).toBe(true);
  });

  it('splits folded entries over messages that SQS takes', () => {
    const { before, next } = written(7, 80_000);
    const messages = announcementsOf(before, next);
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.flatMap(({ folded }) => folded).map(({ revision }) => revision)).toEqual([2, 3, 4]);
    for (const message of messages) {
      expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(262_144);
      expect(CallChange.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
    }
  });
});

describe('numberHistory', () => {
  it.each([1, 7, 300, 301, 640])('numbers every write of a call with %i writes exactly once', (count) => {
    const { next } = written(count);
    const numbered = numberHistory(next);
    expect(numbered[0]!.since).toBe(1);
    expect(numbered.at(-1)!.revision).toBe(count);
    for (const [at, { since }] of numbered.entries()) {
      expect(since).toBe((numbered[at - 1]?.revision ?? 0) + 1);
    }
    for (const { revision, since, entry } of numbered) {
      if (revision === since) expect(entry.what).toBe(`write ${revision}`);
    }
  });
});
