import {
  apply,
  audio,
  by,
  ended,
  key,
  location,
  minute,
  missing,
  r1,
  started,
  stored,
} from '../test-call.ts';
import { claimCall } from './claim-call.ts';
import { claimLocation } from './claim-location.ts';
import { giveUpCall } from './give-up-call.ts';
import { markStored } from './mark-stored.ts';
import { queueCall } from './queue-call.ts';

describe('markStored', () => {
  it('sets every flag at once, records the location, and leaves the index', () => {
    const record = apply(missing, stored());
    expect(record).toMatchObject({
      callStatus: 'COMPLETED',
      audioReceived: true,
      audioReceivedAt: minute(4),
      audioProcessed: true,
      audioProcessedAt: minute(5),
      s3Stored: true,
      s3StoredAt: minute(6),
      audioUrl: 's3://recordings-cards/acme/c-1',
      location,
      audio,
      ingestionSource: 'REALTIME',
      reconciliationStatus: 'completed',
    });
    expect(record.reconciliationShard).toBeUndefined();
  });

  it('makes the record of a call without one', () => {
    const record = apply(undefined, stored());
    expect(record).toMatchObject({ ...key, s3Stored: true, callStatus: 'ACTIVE', revision: 1 });
    expect(apply(record, started, ended).callStatus).toBe('COMPLETED');
  });

  it('keeps the facts that came with the recording', () => {
    const times = { receivedAt: minute(4), processedAt: minute(5), storedAt: minute(6) };
    const facts = { conversationId: 'c-0' };
    const record = apply(
      missing,
      markStored(key, { facts, location, audio, source: 'RECONCILIATION', ...times }, by(6)),
    );
    expect(record).toMatchObject({ conversationId: 'c-0', facts: { recording: facts }, s3Stored: true });
  });

  it('leaves out facts of the recording that the events of the call reported', () => {
    const times = { receivedAt: minute(4), processedAt: minute(5), storedAt: minute(6) };
    const facts = { groupId: 'Acme_EN' };
    const { facts: after } = apply(
      missing,
      markStored(key, { facts, location, audio, source: 'RECONCILIATION', ...times }, by(6)),
    );
    expect(after).toEqual(missing.facts);
  });

  it('keeps a stored call as it is', () => {
    const record = apply(missing, stored());
    const again = markStored(
      key,
      {
        location: { bucket: 'x', key: 'y' },
        audio: { ...audio, sha256: 'bb' },
        source: 'RECONCILIATION',
        receivedAt: minute(50),
        processedAt: minute(51),
        storedAt: minute(52),
      },
      by(60),
    );
    expect(again(record)).toEqual({ result: 'stored before' });
  });

  it('keeps the claimed location', () => {
    const claimed = apply(
      missing,
      claimLocation(key, {}, () => location, by()),
    );
    const record = apply(claimed, stored({ location: { bucket: 'x', key: 'y' } }));
    expect(record).toMatchObject({ location, audioUrl: 's3://recordings-cards/acme/c-1' });
  });

  it.each([
    ['pending', missing],
    ['queued', apply(missing, queueCall(r1, undefined, by()))],
    ['held', apply(missing, claimCall(r1, undefined, by()))],
    ['given up', apply(missing, giveUpCall({ code: 'RETENTION_EXPIRED', message: 'gone' }, by()))],
  ])('completes a call that is %s, and removes its outcome', (_, record) => {
    const after = apply(record, stored());
    expect(after).toMatchObject({ s3Stored: true, reconciliationStatus: 'completed' });
    expect(after.outcome).toBeUndefined();
    expect(after.reconciliationShard).toBeUndefined();
  });

  it('says in the history whether a push or a reconciliation stored it', () => {
    const whatOf = (source: 'REALTIME' | 'RECONCILIATION') =>
      apply(missing, stored({ source })).history.at(-1)?.what;
    expect(whatOf('REALTIME')).toBe('stored by push');
    expect(whatOf('RECONCILIATION')).toBe('stored by reconciliation');
  });
});
