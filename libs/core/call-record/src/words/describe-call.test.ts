import type { CallRecord } from '../call-record.ts';
import { CallSummary } from '../call-summary.ts';
import { CALL_UNIDENTIFIED } from '../outcome-codes.ts';
import { apply, by, key, minute, missing, r1, reported, started, stored } from '../test-call.ts';
import { claimCall } from '../transitions/claim-call.ts';
import { giveUpCall } from '../transitions/give-up-call.ts';
import { queueCall } from '../transitions/queue-call.ts';
import { recordQuarantined } from '../transitions/record-quarantined.ts';
import { releaseCall } from '../transitions/release-call.ts';
import { describeCall } from './describe-call.ts';

const rule = {
  maxAttempts: 3,
  retryDelayMs: 3_600_000,
  firstFaultDelayMs: 300_000,
  maxFaultDelayMs: 86_400_000,
  dailyDelayMs: 86_400_000,
};
const notFound = { code: 'NOT_FOUND', message: 'the job lists no recording of it', isAboutTheCall: true };
const rejected = (reason: string) =>
  recordQuarantined(
    key,
    {},
    { key: 'q', sha256: 'aa', reason, detail: 'the data ends early', at: minute(9) },
    by(),
  );
const released = apply(
  missing,
  queueCall(r1, undefined, by()),
  claimCall(r1, undefined, by()),
  releaseCall(r1, notFound, rule, by(20)),
);

const story = (record: CallRecord, now = minute(30), isGroupKnown = true) =>
  describeCall(CallSummary.parse(record), { now, isGroupKnown });

describe('describeCall', () => {
  it('says of a stored call by which path its recording came', () => {
    expect(story(apply(missing, stored()))).toEqual({
      state: 'stored',
      lists: ['stored'],
      why: 'its recording was pushed by OCP and stored',
      since: minute(6),
      next: 'Nothing more. A stored recording is never replaced.',
    });
    expect(story(apply(missing, stored({ source: 'RECONCILIATION' }))).why).toMatch(/downloaded from OCP/);
  });

  it('says of a call whose recording has not come since when we wait and who asks OCP next', () => {
    expect(story(missing)).toEqual({
      state: 'missing',
      lists: ['missing'],
      why: 'the call has ended, and its recording has not arrived',
      since: minute(3),
      next: `A next run of the pooler asks OCP for it, unless a push comes first. OCP keeps the recording until ${missing.recoverableUntil}.`,
    });
  });

  it.each<[string, CallRecord, RegExp]>([
    ['that has not ended', apply(undefined, started), /^We wait for its end event and its push/],
    ['in a window', apply(missing, queueCall(r1, undefined, by())), /^It is in window r-1, which waits/],
    ['that a recovery holds', apply(missing, claimCall(r1, undefined, by())), /^Window r-1 is recovering it/],
    [
      'that OCP did not have',
      released,
      new RegExp(`^The first run of the pooler after ${released.nextReconciliationAt} asks OCP again`),
    ],
    [
      'that is due again',
      { ...released, nextReconciliationAt: minute(29) },
      /^A next run of the pooler asks OCP/,
    ],
    ['whose deadline has passed', { ...missing, recoverableUntil: minute(30) }, /gives it up, unless a push/],
  ])('says what happens next with a missing call %s', (_, record, next) => {
    expect(story(record).next).toMatch(next);
  });

  it('says that OCP is not asked for a call whose group the registry lacks, also if it is due', () => {
    expect(story(missing, minute(30), false).next).toMatch(/the registry lacks its group/);
    expect(story(released, minute(30), false).next).toMatch(/the registry lacks its group/);
  });

  it('gives the code, the words and the time of the last outcome', () => {
    expect(story(released)).toMatchObject({
      state: 'missing',
      code: 'NOT_FOUND',
      why: 'the job lists no recording of it',
      since: minute(20),
    });
    expect(story(apply(missing, rejected('TRUNCATED')))).toMatchObject({
      state: 'missing',
      lists: ['missing', 'quarantined'],
      code: 'TRUNCATED',
      why: 'the data ends early',
    });
    expect(story(apply(missing, giveUpCall({ code: 'RETENTION_EXPIRED', message: 'gone' }, by(40))))).toEqual(
      {
        state: 'given-up',
        lists: ['given-up'],
        code: 'RETENTION_EXPIRED',
        why: 'gone',
        since: minute(40),
        next: 'OCP is not asked again. A push, a listing that names the call, or a later deadline still recovers it.',
      },
    );
  });

  it('says of a call without audio why there is none', () => {
    const chat = apply(undefined, reported({ eventType: 'CDR_END', timestamp: minute(2), channel: 'chat' }));
    expect(story(chat)).toMatchObject({
      state: 'explained',
      code: 'NO_AUDIO_EXPECTED',
      why: 'channel "chat" is not recorded',
    });
  });

  it('says of bytes that name no call that a person is needed', () => {
    expect(story(apply(undefined, rejected(CALL_UNIDENTIFIED)))).toEqual({
      state: 'quarantined',
      lists: ['quarantined'],
      code: CALL_UNIDENTIFIED,
      why: 'rejected bytes came that name no call',
      since: minute(9),
      next: 'The bytes stay in quarantine until a person finds out which call they belong to.',
    });
  });

  it('does not wait for an event of a call that was asked for before', () => {
    const asked = apply(
      apply(undefined, started),
      claimCall(r1, undefined, by()),
      releaseCall(r1, notFound, rule, by(20)),
    );
    expect(story(asked, minute(20_000)).next).toMatch(/^A next run of the pooler asks OCP/);
  });
});
