import { apply, by, key, location, minute, missing, stored } from '../test-call.ts';
import { claimLocation } from './claim-location.ts';
import { recordReceived } from './record-received.ts';

const facts = { groupId: 'Acme_EN', conversationId: 'c-0' };
const received = (at = minute(4)) => recordReceived(key, facts, at, by(5));
const judged = claimLocation(key, facts, () => location, by(6), minute(6));

describe('recordReceived', () => {
  it('sets the first flag only, with the time of the last byte', () => {
    const record = apply(missing, received());
    expect(record).toMatchObject({
      audioReceived: true,
      audioReceivedAt: minute(4),
      audioProcessed: false,
      s3Stored: false,
      conversationId: 'c-0',
      reconciliationStatus: 'pending',
    });
    expect(record.reconciliationShard).toBe(missing.reconciliationShard);
    expect(record.history.at(-1)?.what).toBe('recording received');
  });

  it('makes the record of a call without one', () => {
    expect(apply(undefined, received())).toMatchObject({ ...key, audioReceived: true, revision: 1 });
  });

  it('keeps the time of the first recording', () => {
    expect(received(minute(9))(apply(missing, received())).next).toBeUndefined();
    expect(received(minute(9))(apply(missing, stored())).next).toBeUndefined();
  });
});

describe('the flags of a staged recording', () => {
  it('come one by one, each with its own time', () => {
    const steps = [received(), judged, stored({ receivedAt: minute(4), processedAt: minute(6) })];
    const records = steps.map((_, last) => apply(missing, ...steps.slice(0, last + 1)));
    expect(
      records.map(({ audioReceived, audioProcessed, s3Stored }) => [audioReceived, audioProcessed, s3Stored]),
    ).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
    expect(records[1]).toMatchObject({ location, audioProcessedAt: minute(6) });
    expect(records[2]).toMatchObject({
      audioReceivedAt: minute(4),
      audioProcessedAt: minute(6),
      s3StoredAt: minute(6),
    });
  });

  it('say that the bytes are good also if an earlier recording claimed the location', () => {
    const claimed = apply(
      missing,
      claimLocation(key, facts, () => location, by()),
      received(),
    );
    const record = apply(claimed, judged);
    expect(record).toMatchObject({ location, audioProcessed: true, audioProcessedAt: minute(6) });
    expect(record.history.at(-1)?.what).toBe('recording found good');
    expect(judged(record).next).toBeUndefined();
  });

  it('keep the time at which the bytes were first found good', () => {
    const record = apply(missing, received(), judged, stored({ processedAt: minute(30) }));
    expect(record.audioProcessedAt).toBe(minute(6));
  });
});
