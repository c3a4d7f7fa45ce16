import type { RetryRule } from '../ask-schedule.ts';
import type { CallRecord } from '../call-record.ts';
import { isPending, isRetryDue } from '../held.ts';
import { ReconciliationId } from '../ids.ts';
import { apply, by, minute, missing } from '../test-call.ts';
import { shifted } from '../timestamp.ts';
import { claimCall } from './claim-call.ts';
import { queueCall } from './queue-call.ts';
import { recordListed } from './record-listed.ts';
import { releaseCall } from './release-call.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** The defaults of the services. */
const rule: RetryRule = {
  maxAttempts: 3,
  retryDelayMs: 360 * MINUTE_MS,
  firstFaultDelayMs: 5 * MINUTE_MS,
  maxFaultDelayMs: DAY_MINUTES * MINUTE_MS,
  dailyDelayMs: DAY_MINUTES * MINUTE_MS,
};
const RUN_MINUTES = 15;

/** Five hours before the reported start. */
const elsewhere = { from: minute(-300), to: minute(-240) };

/** One export of the call: its listing names the call if the export covers it, and its file answers 404. */
const exportOnce = (record: CallRecord, n: number, at: number): CallRecord => {
  const id = ReconciliationId.parse(`r-${n}`);
  const readableUntil = shifted(minute(at), DAY_MINUTES * MINUTE_MS);
  const listed = { exportJobId: `job-${n}`, readableUntil, recordingId: 'rec-1', sizeBytes: 9 };
  const notFound = { code: 'OCP_NOT_FOUND', message: 'HTTP 404', isAboutTheCall: false };
  const absent = { code: 'NOT_FOUND', message: 'not listed', isAboutTheCall: true };
  const queued = apply(record, queueCall(id, undefined, by(at)));
  const { next: claimed = queued, result: claim } = claimCall(id, undefined, by(at))(queued);
  const isListed = record.listedRange === undefined || 'range' in claim;
  return isListed
    ? apply(claimed, recordListed(listed, id, by(at)), releaseCall(id, notFound, rule, by(at + 1)))
    : apply(claimed, releaseCall(id, absent, rule, by(at + 1)));
};

describe('a listed file that always answers 404', () => {
  it.each([
    ['66 times', undefined, 66],
    ['67 times if it is listed elsewhere than reported', elsewhere, 67],
  ])('is exported in 58 days %s, uses no attempt, and is still asked for at the end', (_, listedRange, n) => {
    let record: CallRecord = { ...missing, ...(listedRange && { listedRange }) };
    let exports = 0;
    // A run of the pooler every 15 minutes.
    for (let at = 10; at < 58 * DAY_MINUTES; at += RUN_MINUTES) {
      if (!isPending(record) || !isRetryDue(record, minute(at))) continue;
      exports += 1;
      record = exportOnce(record, exports, at);
    }
    expect(exports).toBe(n);
    expect(record).toMatchObject({
      reconciliationAttempts: 0,
      reconciliationFaults: 66,
      reconciliationStatus: 'pending',
    });
  });
});
