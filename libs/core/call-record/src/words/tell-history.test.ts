import fc from 'fast-check';
import type { CallRecord } from '../call-record.ts';
import { apply, by, key, location, minute, missing, r1, reported, stored } from '../test-call.ts';
import { play, steps } from '../test-steps.ts';
import { claimLocation } from '../transitions/claim-location.ts';
import { giveUpCall } from '../transitions/give-up-call.ts';
import { queueCall } from '../transitions/queue-call.ts';
import { recordAudioLink } from '../transitions/record-audio-link.ts';
import { recordListed } from '../transitions/record-listed.ts';
import { recordManualAction } from '../transitions/record-manual-action.ts';
import { recordQuarantined } from '../transitions/record-quarantined.ts';
import { reopenCall } from '../transitions/reopen-call.ts';
import { tellHistory } from './tell-history.ts';

const rejected = recordQuarantined(
  key,
  {},
  { key: 'q', sha256: 'aa', reason: 'TRUNCATED', detail: 'the data ends early', at: minute(9) },
  by(),
);
const listed = { exportJobId: 'job-1', readableUntil: minute(90), recordingId: 'rec-1' };
const told = (record: CallRecord): string[] => tellHistory(record).map(({ what }) => what);

describe('tellHistory', () => {
  it('says which event a sweep found at OCP, because none had come', () => {
    const [entry] = missing.history;
    const swept = { history: [{ ...entry!, by: 'inventory-sweep' }] };
    expect(tellHistory(swept)[0]?.what).toBe('A sweep found the event CDR_START of the call at OCP.');
  });

  it('tells the recovery of a call from its first event to its stored recording', () => {
    const recovered = apply(
      missing,
      queueCall(r1, undefined, by(20)),
      recordListed(listed, r1, by(25)),
      claimLocation(key, {}, () => location, by(26)),
      stored({ source: 'RECONCILIATION' }, by(27)),
    );
    expect(told(recovered)).toEqual([
      'The event CDR_START of the call came.',
      'The event CDR_END of the call came.',
      'Its recording was missing, so the call was put into window r-1.',
      'Export job job-1 listed its recording.',
      `The place of its recording was decided: s3://${location.bucket}/${location.key}.`,
      'Its recording was downloaded from OCP and stored, without a person.',
    ]);
    expect(tellHistory(recovered).at(-1)).toMatchObject({
      at: minute(27),
      by: 'test',
      event: 'stored by reconciliation',
    });
  });

  it('says whether a recovery was automatic or a person had asked for it', () => {
    const recovered = (record: CallRecord): string =>
      told(apply(record, stored({ source: 'RECONCILIATION' }, by(27)))).at(-1)!;
    const asked = apply(missing, reopenCall({ reason: 'the customer asks' }, 0, by(20)));
    expect(recovered(missing)).toBe('Its recording was downloaded from OCP and stored, without a person.');
    expect(recovered(asked)).toBe(
      'Its recording was downloaded from OCP and stored, because a person had asked for it.',
    );
  });

  it('says that a person accepted bytes of a push, and not so of any other push', () => {
    const release = recordManualAction({ what: 'release', reason: 'played it', sha256: 'aa' }, by(20));
    expect(told(apply(missing, stored())).at(-1)).toBe('Its recording came by push and was stored.');
    expect(told(apply(missing, rejected, release, stored())).at(-1)).toBe(
      'A person accepted its recording, which had come by push, and it was stored.',
    );
  });

  it('says why bytes were rejected, also those of a stored call', () => {
    expect(told(apply(missing, rejected)).at(-1)).toBe(
      'Bytes of the call were rejected and are kept in quarantine: the data ends early (TRUNCATED).',
    );
    expect(told(apply(missing, stored(), rejected)).at(-1)).toBe(
      'Bytes of the call were rejected and are kept in quarantine: TRUNCATED.',
    );
  });

  it('says why a call was given up', () => {
    const reason = { code: 'RETENTION_EXPIRED', message: 'OCP keeps the recording until noon only' };
    expect(told(apply(missing, giveUpCall(reason, by()))).at(-1)).toBe(
      'The call was given up: OCP keeps the recording until noon only (RETENTION_EXPIRED).',
    );
  });

  it('says who got a link to the recording', () => {
    const linked = apply(
      missing,
      stored(),
      recordAudioLink({ by: 'auditor', validUntil: minute(40) }, by(25)),
    );
    expect(told(linked).at(-1)).toBe(
      'A link to its recording was issued to auditor, valid until 2026-01-15T11:10:00.000Z.',
    );
  });

  it('says in the entry that explained a call why no recording is expected', () => {
    const chat = apply(undefined, reported({ eventType: 'CDR_END', timestamp: minute(2), channel: 'chat' }));
    expect(told(chat)).toEqual([
      'The event CDR_END of the call came. No recording is expected: channel "chat" is not recorded.',
    ]);
  });

  it('says how many changes a condensed entry stands for', () => {
    const history = [
      {
        at: minute(1),
        what: 'condensed from 17 entries since 2026-01-15T10:31:00.000Z',
        by: 'call-record',
        detail: {},
      },
    ];
    expect(told({ ...missing, history })).toEqual([
      '17 changes since 2026-01-15T10:31:00.000Z were joined, because the history had grown too long. The archive has each.',
    ]);
  });

  it('tells an entry of a newer version by its name, whatever its detail holds', () => {
    const history = [
      { at: minute(1), what: 'quarantined', by: 'x', detail: { outcome: 7, lastQuarantined: [] } },
    ];
    expect(told({ ...missing, history })).toEqual([
      'Bytes of the call were rejected and are kept in quarantine.',
    ]);
  });

  it('has a sentence of its own for every change that a service makes', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(steps, (some) => {
        const record = play(some, () => undefined);
        for (const { event, what } of record ? tellHistory(record) : []) {
          seen.add(event);
          expect(what).toMatch(/^[A-Z0-9].*\.$/);
          const isOfOcp = /^(CDR|IVR)_/.test(event);
          expect(what.startsWith(`The event ${event}`)).toBe(isOfOcp);
        }
      }),
      { numRuns: 300 },
    );
    expect(seen.size).toBeGreaterThan(8);
  });
});
