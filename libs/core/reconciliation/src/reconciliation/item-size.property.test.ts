import { CallId, itemBytes, MAX_ITEM_BYTES, ReconciliationId } from '@recordings/call-record';
import fc from 'fast-check';
import { minute } from '../planning/test-exports.ts';
import { addCallMetadata } from './call-metadata.ts';
import { callsOf, listOpenCalls, outcomeMessage } from './call-outcome.ts';
import type { Reconciliation } from './reconciliation.ts';
import type { ExportedRecording, JobEndedEvent } from './reconciliation-step.ts';
import { after, claimed, claiming, exported, nudged, open, settled } from './test-reconciliation.ts';

/** Calls that a worker claims for one window. */
const MAX_CLAIMED = 200;
/** The longest that the client of OCP lets through, in characters. */
const MAX_ID = 512;

const longText = (maxCharacters: number) =>
  fc
    .tuple(fc.constantFrom('a', 'ñ', '語'), fc.integer({ min: 1, max: maxCharacters }))
    .map(([unit, length]) => unit.repeat(length));

const listed = fc.record({
  recordingId: longText(MAX_ID),
  conversationId: longText(MAX_ID),
  sha256: fc.constant('a'.repeat(64)),
  sizeBytes: fc.nat(),
  startedAt: fc.constant(minute(5)),
  ocpMetadata: fc.record({
    duration: fc.nat(),
    format: longText(128),
    agentId: longText(128),
    queueName: longText(128),
  }),
  others: fc.array(fc.record({ recordingId: longText(MAX_ID), sha256: fc.constant('b'.repeat(64)) }), {
    maxLength: 30,
  }),
});

const idOf = (n: number, length: number): CallId => CallId.parse(`${n}-`.padEnd(length, 'x'));

const window = fc
  .record({
    count: fc.integer({ min: 1, max: MAX_CLAIMED }),
    idLength: fc.integer({ min: 8, max: 256 }),
    entries: fc.array(listed, { minLength: 1, maxLength: 5 }),
    listedShare: fc.integer({ min: 0, max: 3 }),
    reason: longText(5_000),
  })
  .map(({ count, idLength, entries, listedShare, reason }) => {
    const callIds = Array.from({ length: count }, (_, n) => idOf(n, idLength));
    const recordings = callIds
      .filter((_, n) => n % 4 <= listedShare)
      .map((callId, n): ExportedRecording => ({ callId, ...entries[n % entries.length]! }));
    return { callIds, recordings, reason };
  });

const named: Reconciliation = {
  ...claiming,
  reconciliationId: ReconciliationId.parse('r'.repeat(128)),
  batchId: 'b'.repeat(128),
};

const expectSmall = (item: Reconciliation, callIds: readonly CallId[]): void => {
  expect(itemBytes(item)).toBeLessThan(MAX_ITEM_BYTES);
  expect(callsOf(item.calls).map(([callId]) => callId)).toEqual(callIds);
};

describe('the item of a reconciliation', () => {
  it('stays under 400 KB in every phase, with the longest ids and texts, and keeps each of its calls', () => {
    fc.assert(
      fc.property(window, ({ callIds, recordings, reason }) => {
        const calls = Object.fromEntries(callIds.map((callId) => [callId, open(5, 10)]));
        const waiting = after(named, claimed(calls), 61);
        const ended: JobEndedEvent = { type: 'job-ended', status: 'FAILED_EXPORT_ERROR', reason };
        const verdict = { kind: 'untrusted', reason } as const;
        const downloading = after(waiting, exported(recordings, verdict), 80);
        let failed = downloading;
        for (const callId of listOpenCalls(downloading.calls)) {
          const code = 'OCP_UNEXPECTED_ANSWER';
          failed = settled(failed, callId, {
            outcome: 'failed',
            code,
            message: outcomeMessage(reason),
            isAboutTheCall: false,
          });
        }
        for (const item of [
          waiting,
          after(waiting, ended, 80),
          downloading,
          failed,
          after(failed, nudged, 90),
        ]) {
          expectSmall(item, callIds);
        }
        // All downloads fail at their deadline.
        const closed = after(downloading, nudged, 100_000);
        const said = recordings.map(({ callId, ocpMetadata }) => [callId, ocpMetadata!] as const);
        expectSmall(addCallMetadata(closed, new Map(said)), callIds);
        const error = { code: reason, errorType: reason, errorMessage: reason };
        expectSmall(after(waiting, { ...ended, error, polls: 6, unknownStatus: reason }, 80), callIds);
      }),
      { numRuns: 60 },
    );
  });

  it('puts calls off whose listing does not fit, without an attempt, and downloads the others', () => {
    const callIds = Array.from({ length: 100 }, (_, n) => idOf(n, 36));
    const others = Array.from({ length: 9 }, () => ({ recordingId: '語'.repeat(MAX_ID) }));
    const recordings = callIds.map((callId) => ({ callId, recordingId: '語'.repeat(MAX_ID), others }));
    const waiting = after(named, claimed(Object.fromEntries(callIds.map((id) => [id, open(5, 10)]))), 61);
    const { calls } = after(waiting, exported(recordings), 80);
    const outcomes = Object.groupBy(Object.values(calls), ({ outcome }) => outcome);
    expect(outcomes.open!.length).toBeGreaterThan(15);
    expect(outcomes.failed!.length).toBe(100 - outcomes.open!.length);
    for (const call of outcomes.failed!)
      expect(call).toMatchObject({ code: 'WINDOW_FULL', isAboutTheCall: false });
  });

  it('has room for a usual window: 100 calls, each with an id, a checksum and its metadata', () => {
    const callIds = Array.from({ length: 100 }, (_, n) => idOf(n, 36));
    const recordings = callIds.map((callId) => ({
      callId,
      recordingId: 'r'.repeat(36),
      conversationId: 'c'.repeat(36),
      sha256: 'a'.repeat(64),
      sizeBytes: 1_000_000,
      startedAt: minute(5),
    }));
    const waiting = after(named, claimed(Object.fromEntries(callIds.map((id) => [id, open(5, 10)]))), 61);
    expect(listOpenCalls(after(waiting, exported(recordings), 80).calls)).toHaveLength(100);
  });
});
