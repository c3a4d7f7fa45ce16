import type { CallRecord } from '../call-record.ts';
import { apply, by, key, minute, missing, r1, r2, reported, stored } from '../test-call.ts';
import { epochMsOf, shifted, type Timestamp } from '../timestamp.ts';
import { claimCall } from './claim-call.ts';
import { giveUpCall } from './give-up-call.ts';
import { queueCall } from './queue-call.ts';
import { recordListed } from './record-listed.ts';
import { recordQuarantined } from './record-quarantined.ts';
import { releaseCall } from './release-call.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const held = apply(missing, claimCall(r1, undefined, by(10)));
const rule = {
  maxAttempts: 3,
  retryDelayMs: 15 * MINUTE_MS,
  firstFaultDelayMs: 5 * MINUTE_MS,
  maxFaultDelayMs: DAY_MS,
  dailyDelayMs: DAY_MS,
};
const notFound = { code: 'NOT_FOUND', message: 'OCP has no recording', isAboutTheCall: true };
const outage = { code: 'FAILED_OCP_API_ERROR', message: 'OCP is down', isAboutTheCall: false };
const damaged = { code: 'NOT_AUDIO', message: 'not audio', isAboutTheCall: true };
const release = (why = notFound, minutes = 20, id = r1) => releaseCall(id, why, rule, by(minutes));

/** Claims and releases the call when it is due. */
const again = (record: CallRecord, why = notFound): CallRecord => {
  const now = record.nextReconciliationAt ?? minute(20);
  return apply(record, claimCall(r1, undefined, by(0, { now })), releaseCall(r1, why, rule, by(0, { now })));
};

/** The times at which the call is asked for, until `deadline`. */
const asksUntil = (deadline: Timestamp, why = notFound): Timestamp[] => {
  const asks: Timestamp[] = [];
  for (let record = again(missing, why); ; record = again(record, why)) {
    const next = record.nextReconciliationAt!;
    if (next >= deadline) return asks;
    asks.push(next);
  }
};

describe('releaseCall', () => {
  it('uses an attempt for an answer about the call, and sets outcome and next time', () => {
    expect(release()(held)).toMatchObject({
      result: { kind: 'released', faults: 0 },
      next: {
        reconciliationStatus: 'failed',
        reconciliationAttempts: 1,
        nextReconciliationAt: minute(35),
        outcome: { code: 'NOT_FOUND', message: 'OCP has no recording', retryable: true, at: minute(20) },
        reconciliationShard: missing.reconciliationShard,
      },
    });
  });

  it('doubles the wait with each prompt attempt', () => {
    const first = again(missing);
    const second = again(first);
    expect(first.nextReconciliationAt).toBe(minute(20 + 15));
    expect(second.nextReconciliationAt).toBe(minute(20 + 15 + 30));
  });

  it('asks by the daily schedule after the prompt attempts, the last time one day before the deadline', () => {
    const deadline = missing.recoverableUntil;
    const [, , ...daily] = asksUntil(deadline);
    const days = daily.map((at) => (epochMsOf(at) - epochMsOf(minute(20 + 15 + 30))) / DAY_MS);
    expect(days.slice(0, -1)).toEqual([1, 3, 7, 15, 31, 47]);
    expect(daily.at(-1)).toBe(shifted(deadline, -DAY_MS));
  });

  it('waits for the deadline after the last ask, and leaves the call pending until then', () => {
    const deadline = missing.recoverableUntil;
    let record = again(missing);
    while (record.nextReconciliationAt! < deadline) record = again(record);
    expect(record.nextReconciliationAt).toBe(deadline);
    expect(record).toMatchObject({ reconciliationStatus: 'failed', outcome: { retryable: true } });
    expect(record.reconciliationShard).toBeDefined();
  });

  it('uses no attempt for a fault, and doubles its wait up to a day', () => {
    const waits: number[] = [];
    let record = missing;
    for (let n = 0; n < 11; n += 1) {
      const due = record.nextReconciliationAt ?? minute(20);
      record = again(record, outage);
      waits.push((epochMsOf(record.nextReconciliationAt!) - epochMsOf(due)) / MINUTE_MS);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1_280, 1_440, 1_440]);
    expect(record).toMatchObject({
      reconciliationStatus: 'pending',
      reconciliationAttempts: 0,
      reconciliationFaults: 11,
      outcome: { code: 'FAILED_OCP_API_ERROR', retryable: true },
    });
  });

  it('asks 86 times in 60 days for a call that always ends in a fault', () => {
    expect(asksUntil(missing.recoverableUntil, outage)).toHaveLength(86);
  });

  it('waits at most a quarter of the time that is left before the deadline, and 5 minutes at least', () => {
    const faulty = { ...missing, reconciliationFaults: 10 };
    const waitOf = (minutesLeft: number): number => {
      const now = shifted(missing.recoverableUntil, -minutesLeft * MINUTE_MS);
      const next = again({ ...faulty, nextReconciliationAt: now }, outage).nextReconciliationAt!;
      return (epochMsOf(next) - epochMsOf(now)) / MINUTE_MS;
    };
    expect([8_000, 4_000, 1_200, 24, 12].map(waitOf)).toEqual([1_440, 1_000, 300, 6, 5]);
  });

  it('counts that time to the last new export, not to the end of a job that listed the call', () => {
    const now = shifted(missing.recoverableUntil, -240 * MINUTE_MS);
    const endOfJob = shifted(missing.recoverableUntil, 1_000 * MINUTE_MS);
    const listed = {
      ...missing,
      listedUntil: endOfJob,
      recoverableUntil: endOfJob,
      reconciliationFaults: 10,
    };
    const { nextReconciliationAt } = again({ ...listed, nextReconciliationAt: now }, outage);
    expect(nextReconciliationAt).toBe(shifted(now, 60 * MINUTE_MS));
    const late = shifted(missing.recoverableUntil, 200 * MINUTE_MS);
    const after = again({ ...listed, nextReconciliationAt: late }, outage);
    expect(after.nextReconciliationAt).toBe(shifted(late, 200 * MINUTE_MS));
  });

  it('does the same between prompt attempts', () => {
    const now = shifted(missing.recoverableUntil, -40 * MINUTE_MS);
    const { nextReconciliationAt } = again({ ...missing, nextReconciliationAt: now });
    expect(nextReconciliationAt).toBe(shifted(now, 10 * MINUTE_MS));
  });

  it('counts faults in a row: an attempt ends the row', () => {
    const twice = again(again(missing, outage), outage);
    expect(twice.reconciliationFaults).toBe(2);
    expect(again(twice).reconciliationFaults).toBeUndefined();
    expect(again(again(twice), outage).reconciliationFaults).toBe(1);
  });

  it.each([
    ['has no record', undefined],
    ['another reconciliation has taken over', apply(held, claimCall(r2, r1, by(15)))],
    ['another run has queued', apply(missing, queueCall(r2, undefined, by(15)))],
    ['was stored meanwhile', apply(held, stored())],
    ['was released before', apply(held, release())],
    ['was released for an outage before', apply(held, release(outage))],
    ['was given up meanwhile', apply(held, giveUpCall({ code: 'X', message: 'x' }, by(), r1))],
    [
      'was explained meanwhile',
      apply(
        held,
        reported({ eventType: 'CDR_START', timestamp: shifted(minute(0), -1), test: true, channel: 'chat' }),
      ),
    ],
  ])('does not change a call that %s', (_, record) => {
    expect(release()(record)).toEqual({ result: { kind: 'not held' } });
  });
});

describe('rejected bytes of a call', () => {
  const bytes = (sha256: string, job: string) => ({
    key: `acme/c-1/${sha256}`,
    sha256,
    reason: 'NOT_AUDIO',
    detail: 'not audio',
    sizeBytes: 44,
    recordingId: 'rec-1',
    downloadedFrom: [job],
    at: minute(21),
  });
  /** One export: it lists the recording, whose bytes are rejected. */
  const exported = (record: CallRecord, sha256: string, job: string): CallRecord => {
    const now = record.nextReconciliationAt ?? minute(20);
    const context = by(0, { now });
    const listed = { exportJobId: job, readableUntil: shifted(now, DAY_MS), recordingId: 'rec-1' };
    return apply(
      record,
      claimCall(r1, undefined, context),
      recordListed(listed, r1, context),
      recordQuarantined(key, {}, bytes(sha256, job), context),
    );
  };
  const rejected = (record: CallRecord, sha256: string, job: string) => {
    const before = exported(record, sha256, job);
    const now = record.nextReconciliationAt ?? minute(20);
    return releaseCall(r1, damaged, rule, by(0, { now }))(before);
  };

  it('are asked for promptly after the first download', () => {
    expect(rejected(missing, 'aa', 'job-1')).toMatchObject({
      result: { isFoundDamaged: false },
      next: { reconciliationAttempts: 1, outcome: { code: 'NOT_AUDIO' }, nextReconciliationAt: minute(35) },
    });
  });

  it('are DAMAGED_AT_OCP after two downloads of the same, with one alert and the daily schedule', () => {
    const once = rejected(missing, 'aa', 'job-1').next!;
    const twice = rejected(once, 'aa', 'job-2');
    expect(twice.result).toMatchObject({ isFoundDamaged: true });
    expect(twice.next).toMatchObject({
      reconciliationAttempts: 3,
      outcome: { code: 'DAMAGED_AT_OCP', retryable: true },
      nextReconciliationAt: shifted(minute(35), DAY_MS),
    });
    const third = rejected(twice.next!, 'aa', 'job-3');
    expect(third.result).toMatchObject({ isFoundDamaged: false });
    expect(third.next?.nextReconciliationAt).toBe(shifted(minute(35), 3 * DAY_MS));
  });

  it('are not damaged, but asked for daily too, if only a business rule rejects them', () => {
    const unmet = { code: 'BUSINESS_RULE', message: 'too short', isAboutTheCall: true };
    const download = (record: CallRecord, job: string) => {
      const context = by(0, { now: record.nextReconciliationAt ?? minute(20) });
      const object = { ...bytes('aa', job), reason: 'BUSINESS_RULE' };
      const claimed = apply(
        record,
        claimCall(r1, undefined, context),
        recordQuarantined(key, {}, object, context),
      );
      return releaseCall(r1, unmet, rule, context)(claimed);
    };
    const twice = download(download(missing, 'job-1').next!, 'job-2');
    expect(twice).toMatchObject({
      result: { isFoundDamaged: false },
      next: {
        reconciliationAttempts: 3,
        outcome: { code: 'BUSINESS_RULE', retryable: true },
        nextReconciliationAt: shifted(minute(35), DAY_MS),
      },
    });
  });

  it('are not damaged if the same job was downloaded from twice: the message came again', () => {
    const once = exported(missing, 'aa', 'job-1');
    const repeated = apply(once, recordQuarantined(key, {}, bytes('aa', 'job-1'), by(30)));
    expect(releaseCall(r1, damaged, rule, by(31))(repeated)).toMatchObject({
      result: { isFoundDamaged: false },
      next: { outcome: { code: 'NOT_AUDIO' } },
    });
  });

  it('give all attempts again if the content is new', () => {
    const twice = rejected(rejected(missing, 'aa', 'job-1').next!, 'aa', 'job-2').next!;
    expect(exported(twice, 'bb', 'job-3').reconciliationAttempts).toBe(0);
    expect(rejected(twice, 'bb', 'job-3').next).toMatchObject({
      reconciliationAttempts: 1,
      outcome: { code: 'NOT_AUDIO' },
    });
  });

  it('slow down if OCP gives other bytes each time', () => {
    let record = missing;
    for (let n = 0; n < 6; n += 1) record = rejected(record, `sha-${n}`, `job-${n}`).next!;
    expect(record.outcome?.code).toBe('DAMAGED_AT_OCP');
    expect(record.reconciliationAttempts).toBe(3);
  });
});
