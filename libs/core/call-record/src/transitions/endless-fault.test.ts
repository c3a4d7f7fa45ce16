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

/** One export of the call: its listing names the call, and its file answers 404. */
const exportOnce = (record: CallRecord, n: number, at: number): CallRecord => {
  const id = ReconciliationId.parse(`r-${n}`);
  const readableUntil = shifted(minute(at), DAY_MINUTES * MINUTE_MS);
  const listed = { exportJobId: `job-${n}`, readableUntil, recordingId: 'rec-1', sizeBytes: 9 };
  const notFound = { code: 'OCP_NOT_FOUND', message: 'HTTP 404', isAboutTheCall: false };
  return apply(
    record,
    queueCall(id, undefined, by(at)),
    claimCall(id, undefined, by(at)),
    recordListed(listed, id, by(at)),
    releaseCall(id, notFound, rule, by(at + 1)),
  );
};

describe('a listed file that always answers 404', () => {
  it('is exported 65 times in 58 days, uses no attempt, and is still asked for at the end', () => {
    let record = missing;
    let exports = 0;
    // A run of the pooler every 15 minutes.
    for (let at = 10; at < 58 * DAY_MINUTES; at += RUN_MINUTES) {
      if (!isPending(record) || !isRetryDue(record, minute(at))) continue;
      exports += 1;
      record = exportOnce(record, exports, at);
    }
    expect(exports).toBe(65);
    expect(record).toMatchObject({
      reconciliationAttempts: 0,
      reconciliationFaults: 65,
      reconciliationStatus: 'pending',
    });
  });
});
