import { CallRecord } from './call-record.ts';
import { apply, by, ended, key, minute, missing, r1, reported, started, stored } from './test-call.ts';
import { claimCall } from './transitions/claim-call.ts';
import { claimLocation } from './transitions/claim-location.ts';
import { queueCall } from './transitions/queue-call.ts';
import { recordQuarantined } from './transitions/record-quarantined.ts';

const object = (sha256: string) => ({ key: sha256, sha256, reason: 'TRUNCATED', detail: '', at: minute(9) });
const read = (record: object): CallRecord => CallRecord.parse(JSON.parse(JSON.stringify(record)));
const place = () => ({ bucket: 'b', key: 'k' });

/** A record as a newer version would write it: with an unknown field in every place. */
const newer = (record: CallRecord): object => ({
  ...record,
  newerField: [{ a: 1 }],
  facts: {
    ...record.facts,
    start: { ...record.facts.start, newerFact: 'x' },
    transfer: { startedAt: 'soon' },
  },
  quarantined: record.quarantined?.map((one) => ({ ...one, bytes: 5 })),
  location: record.location && { ...record.location, versionId: 'v' },
  history: record.history.map((entry) => ({ ...entry, requestId: 'r' })),
});

describe('a record that a newer version wrote', () => {
  const known = apply(
    missing,
    recordQuarantined(key, {}, object('aa'), by(9)),
    claimLocation(key, {}, place, by(9)),
  );

  it('is read, and keeps its unknown fields through the changes of an older version', () => {
    const after = read(
      apply(
        read(newer(known)),
        ended,
        reported({ eventType: 'CDR_START', timestamp: minute(0), conversationId: 'c' }),
        recordQuarantined(key, {}, object('bb'), by(12)),
        queueCall(r1, undefined, by(13)),
        claimCall(r1, undefined, by(14)),
        stored({}, by(15)),
      ),
    );
    expect(after).toMatchObject({
      s3Stored: true,
      newerField: [{ a: 1 }],
      facts: { start: { newerFact: 'x', conversationId: 'c' }, transfer: { startedAt: 'soon' } },
      location: { versionId: 'v' },
      quarantined: [{ sha256: 'aa', bytes: 5 }, { sha256: 'bb' }],
    });
    expect(after.history[0]).toHaveProperty('requestId', 'r');
  });

  it('keeps unknown fields of its audio and its outcome', () => {
    const complete = apply(known, stored());
    const rule = { name: 'a', version: 1, effect: 'ask', isMet: false, askedOf: 'team' };
    const judged = { rulesVersion: 99, businessRules: [rule] };
    const written = { ...complete, audio: { ...complete.audio, ...judged, bitsPerSample: 16 } };
    expect(
      apply(read(written), started, reported({ eventType: 'CDR_END', timestamp: minute(3) })).audio,
    ).toEqual(written.audio);
    const waiting = { ...known, outcome: { ...known.outcome, newerField: 'kept' } };
    expect(apply(read(waiting), ended).outcome).toEqual(waiting.outcome);
  });

  it('takes no start from an unknown source', () => {
    const stub = apply(undefined, recordQuarantined(key, {}, object('aa'), by(9)));
    const { result } = claimCall(r1, undefined, by(14))(read(newer(stub)));
    expect(result).toMatchObject({ kind: 'claimed', isStartProvisional: true });
  });

  it('is unreadable if a known field has another shape', () => {
    for (const facts of [{ start: 'x' }, { end: { startedAt: 'soon' } }, { recording: { isTest: 'no' } }]) {
      expect(CallRecord.safeParse({ ...known, facts }).success).toBe(false);
    }
  });
});
