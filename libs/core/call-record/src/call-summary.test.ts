import { tables, tenantCallsIndex } from '@recordings/topology';
import type { CallRecord } from './call-record.ts';
import { CallSummary, listsOf } from './call-summary.ts';
import { CALL_UNIDENTIFIED } from './outcome-codes.ts';
import { apply, by, ended, key, location, missing, r1, reported, started, stored } from './test-call.ts';
import { claimLocation } from './transitions/claim-location.ts';
import { giveUpCall } from './transitions/give-up-call.ts';
import { queueCall } from './transitions/queue-call.ts';
import { recordListed } from './transitions/record-listed.ts';
import { recordQuarantined } from './transitions/record-quarantined.ts';

const summaryOf = (record: CallRecord): CallSummary => CallSummary.parse(record);

const quarantined = (reason: string) =>
  recordQuarantined(key, {}, { key: 'q', sha256: 'aa', reason, detail: 'cut off', at: by().now }, by());
const claimedLocation = claimLocation(key, {}, () => location, by());
const givenUp = giveUpCall({ code: 'RETENTION_EXPIRED', message: 'gone' }, by());
const listed = { exportJobId: 'job-1', readableUntil: by(90).now, recordingId: 'rec-1' };

describe('CallSummary', () => {
  it('is what the index has, no more and no less', () => {
    const { projection, partitionKey, sortKey } = tenantCallsIndex;
    const { partitionKey: pk, sortKey: sk } = tables.callRecords;
    const held = new Set([...projection, partitionKey, sortKey]);
    expect(held).toEqual(new Set(Object.keys(CallSummary.shape)));
    expect([pk, sk].filter((name) => held.has(name))).toEqual([]);
  });

  it.each([
    ['a pushed call', [started, ended, claimedLocation, stored()], 3],
    [
      'a recovered call',
      [
        started,
        ended,
        queueCall(r1, undefined, by()),
        recordListed(listed, r1, by()),
        claimedLocation,
        stored(),
      ],
      5,
    ],
  ])('changes rarely: %s writes the index in part of its writes', (_, transitions, indexWrites) => {
    let record: CallRecord | undefined;
    const summaries = new Set<string>();
    for (const transition of transitions) {
      record = apply(record, transition);
      summaries.add(JSON.stringify(summaryOf(record)));
    }
    expect(record?.revision).toBe(transitions.length);
    expect(summaries.size).toBe(indexWrites);
  });

  it('of a call that waits for its next attempt is an index item below 1 KB, the unit that a write is billed by', () => {
    const waiting = {
      ...apply(missing, quarantined('TRUNCATED')),
      tenantId: 'northfield',
      callId: '0b8f1c1e-3f57-4a54-9d0c-6a1f0c2b9e77',
      reconciliationId: '0b8f1c1e-3f57-4a54-9d0c-6a1f0c2b9e77',
      nextReconciliationAt: by().now,
      lastReconciliationAt: by().now,
      outcome: { code: 'NOT_FOUND', message: 'x'.repeat(150), retryable: true, at: by().now },
    } as unknown as CallRecord;
    const summary = summaryOf(waiting);
    const keys = { pk: `${summary.tenantId}#${summary.callId}`, sk: 'call' };
    expect(Buffer.byteLength(JSON.stringify({ ...summary, ...keys }))).toBeLessThan(1_024);
  });
});

describe('listsOf', () => {
  it.each<[string, CallRecord, string[]]>([
    ['whose recording is missing', missing, ['missing']],
    ['whose bytes were rejected', apply(missing, quarantined('TRUNCATED')), ['missing', 'quarantined']],
    ['that was given up', apply(missing, givenUp), ['given-up']],
    [
      'that was given up after its bytes were rejected',
      apply(missing, quarantined('TRUNCATED'), givenUp),
      ['given-up', 'quarantined'],
    ],
    ['that is stored', apply(missing, stored()), ['stored']],
    [
      'that is stored after bytes were rejected',
      apply(missing, quarantined('TRUNCATED'), stored()),
      ['stored'],
    ],
    [
      'without audio',
      apply(undefined, reported({ eventType: 'CDR_END', timestamp: by(2).now, channel: 'chat' })),
      ['explained'],
    ],
    ['that its bytes do not name', apply(undefined, quarantined(CALL_UNIDENTIFIED)), ['quarantined']],
  ])('puts a call %s into its lists', (_, record, lists) => {
    expect(listsOf(summaryOf(record))).toEqual(lists);
  });
});
