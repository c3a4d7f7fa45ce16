import { replayHistory } from '../replay-history.ts';
import {
  apply,
  by,
  fieldsOf,
  key,
  location,
  minute,
  missing,
  r1,
  registry,
  reported,
  stored,
} from '../test-call.ts';
import { claimCall } from './claim-call.ts';
import { giveUpCall } from './give-up-call.ts';
import { type QuarantinedRecording, recordQuarantined } from './record-quarantined.ts';
import { releaseCall } from './release-call.ts';

const bytes = (over: Partial<QuarantinedRecording> = {}): QuarantinedRecording => ({
  key: 'recordings/acme/c-1/bb',
  reason: 'TRUNCATED',
  detail: '10 bytes of 20',
  sha256: 'bb',
  at: minute(10),
  ...over,
});
const off = by(10, { group: registry.findGroup('Bolt_Chat') });
const note = (over: Partial<QuarantinedRecording> = {}, context = by()) =>
  recordQuarantined(key, { groupId: 'Acme_EN' }, bytes(over), context);

describe('recordQuarantined', () => {
  it('sets the flag and the outcome, and leaves the call pending', () => {
    const record = apply(missing, note());
    expect(record).toMatchObject({
      audioReceived: true,
      audioReceivedAt: minute(10),
      audioProcessed: false,
      s3Stored: false,
      reconciliationStatus: 'pending',
      reconciliationShard: missing.reconciliationShard,
      outcome: { code: 'TRUNCATED', message: '10 bytes of 20', retryable: true },
      quarantined: [{ key: 'recordings/acme/c-1/bb', reason: 'TRUNCATED', sha256: 'bb', at: minute(10) }],
    });
    expect(record.location).toBeUndefined();
  });

  it('does not make bytes that name no call pending: OCP could not be asked for them', () => {
    const record = apply(undefined, note({ reason: 'CALL_UNIDENTIFIED', detail: 'no call id' }));
    expect(record.outcome).toEqual({
      code: 'CALL_UNIDENTIFIED',
      message: 'no call id',
      retryable: false,
      evidence: { sha256: 'bb' },
      at: minute(10),
    });
    expect(record.reconciliationStatus).toBeUndefined();
    expect(record.reconciliationShard).toBeUndefined();
  });

  it('makes the record of a call without one', () => {
    expect(apply(undefined, note())).toMatchObject({
      ...key,
      groupId: 'Acme_EN',
      hasCdrEnd: false,
      revision: 1,
    });
  });

  it('records the same bytes once, whenever and for whatever reason they come again', () => {
    const record = apply(missing, note());
    expect(note({ reason: 'CONFLICT', at: minute(50) }, by(50))(record)).toEqual({ result: undefined });
  });

  it('names the newer key if the same bytes come again under another one, and counts them once', () => {
    const staged = apply(missing, note({ key: 'incoming/1' }), note({ sha256: 'cc', key: 'k2' }));
    const moved = apply(staged, note({ reason: 'CONFLICT', at: minute(50) }, by(50)));
    expect(moved).toMatchObject({
      quarantinedCount: 2,
      audioReceivedAt: minute(10),
      outcome: staged.outcome,
    });
    expect(moved.quarantined).toEqual([
      { key: 'k2', reason: 'TRUNCATED', sha256: 'cc', at: minute(10) },
      { key: 'recordings/acme/c-1/bb', reason: 'TRUNCATED', sha256: 'bb', at: minute(10) },
    ]);
    expect(replayHistory(moved.history)).toMatchObject({ quarantined: moved.quarantined });
  });

  it('takes the verdict of newer rules on the same bytes, and keeps it when older rules judge them again', () => {
    const audio = { codec: 'pcm_s16le', channels: 1, sampleRateHz: 8000, durationMs: 1_800 };
    const record = apply(missing, note());
    const newer = note({ reason: 'TRAILING_DATA', rulesVersion: 2, audio }, by(50));
    const judged = { reason: 'TRAILING_DATA', rulesVersion: 2, audio, at: minute(10) };
    const anew = apply(record, newer);
    expect(anew.quarantined).toMatchObject([judged]);
    expect(anew.quarantinedCount).toBe(1);
    expect(newer(anew)).toEqual({ result: undefined });
    expect(note()(anew)).toEqual({ result: undefined });
    expect(replayHistory(anew.history)).toMatchObject({ quarantined: anew.quarantined });
  });

  it('takes the verdict of other business rules on the same bytes', () => {
    const rule = { name: 'min', version: 1, effect: 'quarantine', isMet: false, detail: 'too short' };
    const unmet = { reason: 'BUSINESS_RULE', rulesVersion: 2 };
    const record = apply(missing, note({ ...unmet, businessRules: [rule] }));
    const again = apply(record, note({ ...unmet, businessRules: [{ ...rule, version: 2 }] }, by(50)));
    expect(again.quarantined).toMatchObject([{ businessRules: [{ version: 2 }] }]);
    const without = apply(record, note({ reason: 'CONFLICT', rulesVersion: 2 }, by(50)));
    expect(without.quarantined).toMatchObject([{ reason: 'CONFLICT' }]);
    expect(without.quarantined![0]).not.toHaveProperty('businessRules');
  });

  it('keeps every object whose bytes differ, and the time of the first', () => {
    const record = apply(missing, note(), note({ sha256: 'cc', key: 'k2', reason: 'EMPTY' }, by(20)));
    expect(record.quarantined?.map(({ sha256 }) => sha256)).toEqual(['bb', 'cc']);
    expect(record).toMatchObject({ audioReceivedAt: minute(10), outcome: { code: 'EMPTY' } });
  });

  it('leaves a stored call completed when other bytes come for it', () => {
    const before = apply(missing, stored());
    const after = apply(before, note({ reason: 'CONFLICT' }));
    const {
      quarantined,
      quarantinedCount: ___,
      lastQuarantined,
      facts: _,
      ...rest
    } = fieldsOf(after) as Record<string, unknown>;
    const { facts: __, ...expected } = fieldsOf(before) as Record<string, unknown>;
    expect(quarantined).toHaveLength(1);
    expect(lastQuarantined).toMatchObject({ reason: 'CONFLICT' });
    expect(rest).toEqual(expected);
    expect(after).toMatchObject({ reconciliationStatus: 'completed', location, s3Stored: true });
  });

  it('leaves a held call with its holder', () => {
    const held = apply(missing, claimCall(r1, undefined, by()));
    expect(apply(held, note())).toMatchObject({ reconciliationStatus: 'in_progress', reconciliationId: r1 });
  });

  it.each([
    ['a test call', reported({ eventType: 'CDR_END', timestamp: minute(2), test: true })],
    ['a chat', reported({ eventType: 'CDR_END', timestamp: minute(2), channel: 'chat' })],
    ['a call of a group that is not recorded', reported({ eventType: 'CDR_END', timestamp: minute(2) }, off)],
  ])('makes %s pending, because the bytes prove that there is a recording', (_, event) => {
    const explained = apply(undefined, event);
    expect(explained.outcome?.code).toBe('NO_AUDIO_EXPECTED');
    const record = apply(explained, note({}, off));
    expect(record).toMatchObject({
      reconciliationStatus: 'pending',
      reconciliationShard: missing.reconciliationShard,
      outcome: { code: 'TRUNCATED', retryable: true },
    });
    expect(apply(record, event)).toMatchObject({ reconciliationStatus: 'pending', outcome: record.outcome });
  });

  it('does not take bytes that name no call as proof of a recording', () => {
    const chat = apply(undefined, reported({ eventType: 'CDR_END', timestamp: minute(2), channel: 'chat' }));
    const record = apply(chat, note({ reason: 'CALL_UNIDENTIFIED' }));
    expect(record).toMatchObject({ audioReceived: true, outcome: { code: 'NO_AUDIO_EXPECTED' } });
    expect(record.reconciliationShard).toBeUndefined();
  });

  it('flags unexpected audio when it is stored later', () => {
    const chat = reported({ eventType: 'CDR_START', timestamp: minute(0), channel: 'chat' });
    expect(apply(undefined, chat, note(), stored()).audioFlags).toContain('AUDIO_NOT_EXPECTED');
  });

  it('reopens a call that was given up, because the bytes show that OCP has a recording', () => {
    const over = apply(missing, giveUpCall({ code: 'NOT_FOUND', message: 'not there' }, by()));
    const reopened = apply(over, note());
    expect(reopened.reconciliationShard).toBe(missing.reconciliationShard);
    const answered = apply(
      reopened,
      claimCall(r1, undefined, by()),
      releaseCall(
        r1,
        { code: 'NOT_FOUND', message: 'not there', isAboutTheCall: true },
        {
          maxAttempts: 1,
          retryDelayMs: 1,
          firstFaultDelayMs: 300_000,
          maxFaultDelayMs: 86_400_000,
          dailyDelayMs: 86_400_000,
        },
        by(),
      ),
      giveUpCall({ code: 'NOT_FOUND', message: 'not there' }, by()),
      note(),
    );
    // The same bytes are not new proof.
    expect(answered.reconciliationStatus).toBe('given_up');
  });
});
