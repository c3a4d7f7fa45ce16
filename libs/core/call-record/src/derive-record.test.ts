import type { CallRecord } from './call-record.ts';
import { deriveRecord } from './derive-record.ts';
import { groupVersionOf } from './group-version.ts';
import { newRecord } from './new-record.ts';
import {
  apply,
  audio,
  by,
  ended,
  group,
  key,
  minute,
  missing,
  registry,
  reported,
  started,
  stored,
} from './test-call.ts';
import { recordDiscovered } from './transitions/record-event.ts';

const statusOf = (...transitions: Parameters<typeof apply>[1][]): CallRecord['callStatus'] =>
  apply(undefined, ...transitions).callStatus;
const ivrEnd = (exitStatus: string) =>
  reported({ eventType: 'IVR_END', timestamp: minute(1), durationMs: 60_000, exitStatus });
const endWith = (exitStatus: string) => reported({ eventType: 'CDR_END', timestamp: minute(2), exitStatus });

describe('ivrResult', () => {
  const endOf = (eventType: string, ivrResult: string) =>
    reported({ eventType, timestamp: minute(2), ivrResult });

  it.each([
    ['the CDR end', [started, endOf('CDR_END', 'paid')], 'paid'],
    ['the IVR end', [endOf('IVR_END', 'paid'), started], 'paid'],
    ['the IVR end, if both report one', [endOf('CDR_END', 'other'), endOf('IVR_END', 'paid')], 'paid'],
  ] as const)('is that of %s', (_, transitions, expected) => {
    expect(apply(undefined, ...transitions).ivrResult).toBe(expected);
  });
});

describe('callStatus', () => {
  it.each([
    ['ACTIVE', 'it has started', [started]],
    ['ACTIVE', 'the IVR transferred it to an agent', [started, ivrEnd('TRANSFER')]],
    ['FINISHED_IVR', 'it ended in the IVR and its CDR end has not come yet', [started, ivrEnd('completed')]],
    ['FINISHED_IVR', 'it ended in the IVR', [started, ivrEnd('completed'), ended]],
    ['FINISHED_IVR', 'the caller hung up in the flow', [started, endWith('FAR_HUP')]],
    ['FINISHED_IVR', 'the flow hung up', [started, endWith('NEAR_HUP')]],
    ['FINISHED_IVR', 'the flow came to its end', [started, endWith('NORMAL')]],
    ['FINISHED_IVR', 'the caller hung up, in small letters', [started, endWith('far_hup')]],
    ['FINISHED_AGENT', 'the flow transferred it', [started, endWith('TRANSFER')]],
    [
      'FINISHED_AGENT',
      'its IVR transferred it and the caller hung up',
      [ivrEnd('transferred'), endWith('FAR_HUP')],
    ],
    ['FINISHED_AGENT', 'it was never in an IVR', [started, ended]],
    ['FINISHED_AGENT', 'the IVR transferred it', [started, ivrEnd('transferred'), ended]],
    [
      'FINISHED_AGENT',
      'its CDR end says that it was transferred',
      [ivrEnd('completed'), endWith('TRANSFER')],
    ],
    ['ACTIVE', 'it is stored and its CDR end has not come yet', [started, stored()]],
    [
      'FINISHED_IVR',
      'it is stored, it left the IVR, and its CDR end has not come yet',
      [ivrEnd('completed'), stored()],
    ],
    ['COMPLETED', 'its CDR end has come and it is stored', [ended, stored()]],
    ['COMPLETED', 'it was stored first', [stored(), ended]],
  ] as const)('is %s if %s', (expected, _, transitions) => {
    expect(statusOf(...transitions)).toBe(expected);
  });
});

describe('audio flags', () => {
  const flagsOf = (durationMs: number, ...transitions: Parameters<typeof apply>[1][]) =>
    apply(undefined, stored({ audio: { ...audio, durationMs, flags: ['SILENT'] } }), ...transitions)
      .audioFlags;

  it.each([
    ['shorter than half of the call', 59_999, ['SHORTER_THAN_CALL', 'SILENT']],
    ['half as long as the call: sensitive steps are paused', 60_000, ['SILENT']],
    ['as long as the call and the tolerance', 125_000, ['SILENT']],
    ['longer than that', 125_001, ['LONGER_THAN_CALL', 'SILENT']],
  ])('of a recording that is %s', (_, durationMs, expected) => {
    expect(flagsOf(durationMs, started, ended)).toEqual(expected);
  });

  it('compare with the time between start and end if no duration was reported', () => {
    const endOnly = reported({ eventType: 'CDR_END', timestamp: minute(2) });
    expect(flagsOf(125_001, started, endOnly)).toContain('LONGER_THAN_CALL');
    expect(flagsOf(125_000, started, endOnly)).not.toContain('LONGER_THAN_CALL');
  });

  it.each([
    [0.9, 107_999, ['SHORTER_THAN_CALL', 'SILENT']],
    [0.9, 108_000, ['SILENT']],
    [0, 1, ['SILENT']],
  ])(
    'compare with %f of the call if the registry says so: %i ms',
    (shorterThanCallShare, durationMs, expected) => {
      const context = by(10, { group: { ...group, shorterThanCallShare } });
      const end = reported({ eventType: 'CDR_END', timestamp: minute(2), durationMs: 120_000 }, context);
      expect(flagsOf(durationMs, started, end)).toEqual(expected);
    },
  );

  it('do not judge the length of a call of unknown duration', () => {
    expect(flagsOf(86_400_000, started)).toEqual(['SILENT']);
  });

  it('include unexpected audio, until it is expected', () => {
    const test = reported({ eventType: 'CDR_END', timestamp: minute(2), test: true });
    const notTest = reported({ eventType: 'CDR_START', timestamp: minute(0), test: false });
    expect(flagsOf(60_000, test)).toEqual(['AUDIO_NOT_EXPECTED', 'SILENT']);
    expect(flagsOf(60_000, test, notTest)).toEqual(['SILENT']);
  });
});

describe('the reconciliation fields', () => {
  it('explain a call without audio, and leave the index', () => {
    const chat = apply(
      undefined,
      reported({ eventType: 'CDR_START', timestamp: minute(0), channel: 'Chat' }),
      ended,
    );
    expect(chat).toMatchObject({
      outcome: {
        code: 'NO_AUDIO_EXPECTED',
        message: 'channel "chat" is not recorded',
        retryable: false,
        evidence: { rule: 'channel', rulesVersion: 1, groupVersion: groupVersionOf(group) },
      },
    });
    expect(chat.reconciliationShard).toBeUndefined();
    expect(chat.reconciliationStatus).toBeUndefined();
  });

  it('put the call into the index again if a later event shows that audio is expected', () => {
    const mistaken = apply(
      undefined,
      reported({ eventType: 'CDR_END', timestamp: minute(2), channel: 'chat' }),
    );
    const corrected = apply(mistaken, started);
    expect(corrected).toMatchObject({ reconciliationStatus: 'pending', channel: 'voice' });
    expect(corrected.outcome).toBeUndefined();
    expect(corrected.reconciliationShard).toBeDefined();
  });

  it('keep the time of an explanation that is derived again', () => {
    const test = (minutes: number) =>
      reported({ eventType: 'CDR_END', timestamp: minute(2), test: true }, by(minutes));
    expect(apply(undefined, test(5), test(50)).outcome?.at).toBe(minute(5));
  });
});

describe('deriveRecord', () => {
  it('counts the retention from the call’s start, by its group, and 60 days for an unknown group', () => {
    const days = (of: Parameters<typeof by>[1]) => {
      const record = apply(undefined, reported({ eventType: 'CDR_START', timestamp: minute(0) }, by(1, of)));
      return (Date.parse(record.recoverableUntil) - Date.parse(minute(0))) / 86_400_000;
    };
    expect(days({})).toBe(60);
    expect(days({ group: undefined })).toBe(60);
    expect(days({ group: { ...registry.findGroup('Acme_EN')!, retentionDays: 45 } })).toBe(45);
  });

  it('keeps the time at which the first CDR end was received', () => {
    const record = apply(undefined, ended, reported({ eventType: 'CDR_END', timestamp: minute(3) }, by(99)));
    expect(record.cdrEndReceivedAt).toBe(minute(3));
  });

  it('marks a call as discovered if an export listed it, also when events come later', () => {
    const discovered = recordDiscovered(key, { startedAt: minute(0) }, by(1));
    expect(apply(undefined, discovered).isDiscovered).toBe(true);
    expect(apply(undefined, started, discovered, ended).isDiscovered).toBe(true);
    expect(missing.isDiscovered).toBeUndefined();
  });

  it('changes nothing when it is applied again', () => {
    const once = deriveRecord(apply(newRecord(key, minute(0)), started, ended, stored()), by(20));
    expect(deriveRecord(once, by(30))).toEqual(once);
  });
});
