import fc from 'fast-check';
import type { CallRecord } from './call-record.ts';
import type { Transition } from './change-record.ts';
import { ReconciliationId } from './ids.ts';
import { itemBytes, MAX_ITEM_BYTES } from './item-size.ts';
import { by, key, minute, reported } from './test-call.ts';
import { claimCall } from './transitions/claim-call.ts';
import { recordDiscovered } from './transitions/record-event.ts';
import { recordListed } from './transitions/record-listed.ts';
import { recordQuarantined } from './transitions/record-quarantined.ts';
import { releaseCall } from './transitions/release-call.ts';

const DAY_MS = 86_400_000;
const rule = {
  maxAttempts: 3,
  retryDelayMs: 0,
  firstFaultDelayMs: 0,
  maxFaultDelayMs: 0,
  dailyDelayMs: DAY_MS,
};
/** The longest id that the client of OCP lets through, in characters. */
const MAX_ID = 512;
/** Of one outcome, in bytes. */
const MAX_MESSAGE = 500;

type Make = (context: ReturnType<typeof by>, round: number) => Transition<unknown>;

const unit = fc.constantFrom('a', 'ñ', '語', '😀');
const text = fc.tuple(unit, fc.integer({ min: 1, max: 5_000 })).map(([one, times]) => one.repeat(times));
const id = fc
  .tuple(fc.constantFrom('a', '語'), fc.integer({ min: 1, max: MAX_ID }))
  .map(([one, n]) => one.repeat(n));

const events: fc.Arbitrary<Make> = fc
  .record({
    eventType: fc.constantFrom('CDR_START', 'IVR_END', 'CDR_END', 'CDR_HOLD'),
    connectionId: text,
    deviceType: text,
    accountId: text,
    endType: text,
    another: text,
    other: fc.array(text, { maxLength: 3 }),
    conversationId: text,
    app: text,
    customerId: text,
    channel: text,
    direction: text,
    exitStatus: text,
    ivrResult: text,
  })
  .map((payload) => (context) => reported({ ...payload, timestamp: minute(0) }, context));

const make: fc.Arbitrary<Make> = fc.oneof(
  events,
  fc.tuple(id).map(
    ([conversationId]): Make =>
      (context) =>
        recordDiscovered(key, { conversationId }, context),
  ),
  fc.tuple(id, id, text).map(
    ([recordingId, job, detail]): Make =>
      (context, round) => {
        const sha256 = String(round).padStart(64, '0');
        const object = {
          key: 'k'.repeat(1_024),
          sha256,
          reason: 'TRUNCATED',
          at: context.now,
          sizeBytes: round,
        };
        const bytes = { ...object, recordingId, downloadedFrom: [`${job}1`, `${job}2`], detail };
        return recordQuarantined(key, {}, bytes, context);
      },
  ),
  fc.tuple(id, id).map(
    ([exportJobId, recordingId]): Make =>
      (context) => {
        const words = { agentId: '語'.repeat(128), queueName: '語'.repeat(128), format: '語'.repeat(128) };
        const listed = { exportJobId, recordingId, readableUntil: minute(9_000), ocpMetadata: words };
        return recordListed(listed, undefined, context);
      },
  ),
  fc.boolean().map(
    (isAboutTheCall): Make =>
      (context, round) =>
      (current) => {
        const holder = ReconciliationId.parse(`${round}-`.padEnd(128, 'r'));
        const claimed = claimCall(holder, undefined, context)(current).next ?? current;
        const reason = { code: 'OCP_UNEXPECTED_ANSWER', message: 'm'.repeat(MAX_MESSAGE), isAboutTheCall };
        return releaseCall(holder, reason, rule, context)(claimed);
      },
  ),
);

describe('the record of a call', () => {
  it('stays under 400 KB, whatever is reported of it in whichever order', () => {
    let largest = 0;
    fc.assert(
      fc.property(fc.array(make, { minLength: 5, maxLength: 25 }), (some) => {
        let record: CallRecord | undefined;
        for (let round = 0; round < 60; round += 1) {
          const transition = some[round % some.length]!(by(10 + round), round);
          record = transition(record).next ?? record;
          largest = Math.max(largest, record ? itemBytes(record) : 0);
        }
      }),
      { numRuns: 40, seed: 15 },
    );
    expect(largest).toBeLessThan(MAX_ITEM_BYTES);
  });

  it('stays under 400 KB with the longest text in every field that a source reports, and 25 rejected recordings', () => {
    const long = '語'.repeat(5_000);
    const texts = {
      conversationId: long,
      app: long,
      customerId: long,
      channel: long,
      direction: long,
      exitStatus: long,
      ivrResult: long,
      connectionId: long,
      deviceType: long,
      accountId: long,
      endType: long,
      other: '語'.repeat(1_350),
    };
    let record: CallRecord | undefined;
    const feed = (transition: Transition<unknown>): void => {
      record = transition(record).next ?? record;
      expect(itemBytes(record!)).toBeLessThan(MAX_ITEM_BYTES);
    };
    for (const eventType of ['CDR_START', 'IVR_END', 'CDR_END', 'CDR_HOLD'])
      feed(reported({ eventType, timestamp: minute(0), ...texts }, by(1)));
    for (let n = 0; n < 25; n += 1) {
      const object = {
        key: 'k'.repeat(1_024),
        sha256: String(n).padStart(64, '0'),
        reason: 'TRUNCATED',
        at: minute(n),
      };
      const ids = {
        recordingId: '語'.repeat(MAX_ID),
        downloadedFrom: ['語'.repeat(MAX_ID), '字'.repeat(MAX_ID)],
      };
      feed(recordQuarantined(key, {}, { ...object, ...ids, detail: long }, by(10 + n)));
    }
    for (let n = 0; n < 200; n += 1) {
      const holder = ReconciliationId.parse(`${n}-`.padEnd(128, 'r'));
      feed(claimCall(holder, undefined, by(40 + n)));
      const reason = { code: 'OCP_UNEXPECTED_ANSWER', message: '語'.repeat(166), isAboutTheCall: false };
      feed(releaseCall(holder, reason, rule, by(40 + n)));
    }
  });
});
