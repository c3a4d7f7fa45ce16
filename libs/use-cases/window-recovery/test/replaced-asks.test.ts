import { type CallId, claimCall, epochMsOf, releaseCall, shifted } from '@recordings/call-record';
import type { ExportedJob, ListingEntry } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../src/recovery-deps.ts';
import { holdCall } from '../src/test-call.ts';
import {
  asked,
  callId,
  DAY_MS,
  groupId,
  HOUR_MS,
  jobOf,
  key,
  listed,
  makeDelivery,
  r1,
} from './delivery-fixture.ts';

type Delivery = {
  readonly listing?: readonly ListingEntry[];
  readonly askedAt?: typeof asked;
  readonly job?: Partial<ExportedJob>;
};

/** A job for other calls is delivered. The call was asked for at noon, and is due a day later. */
const deliver = async ({
  listing = [listed('other')],
  askedAt = shifted(asked, 20 * HOUR_MS),
  job,
}: Delivery) => {
  const confirmed: string[] = [];
  const times = () => {
    const { callTimestamp: startedAt, lastReconciliationAt, nextReconciliationAt } = calls.of(callId)!;
    return { startedAt, lastReconciliationAt, nextReconciliationAt };
  };
  const { calls, deps, state, noted, ...delivery } = makeDelivery({
    findExistingCalls: async (_: unknown, ids: readonly CallId[]) => new Set(ids),
    findListableCalls: async () => ({ stored: new Map(), daily: new Map([[callId, times()]]) }),
    hourCounts: { confirm: async ({ hour }: { hour: string }) => void confirmed.push(hour) },
  } as unknown as Partial<RecoveryDeps>);
  await holdCall(calls, key, r1, asked);
  const context = { group: undefined, shardCount: 1, now: asked, by: 'test' };
  const why = { code: 'NOT_FOUND', message: 'not listed', isAboutTheCall: true };
  await calls.change(key, claimCall(r1, undefined, context));
  await calls.change(key, releaseCall(r1, why, deps.retryRule, context));
  const before = calls.of(callId)!;
  const [fromDate, toDate] = [-HOUR_MS, HOUR_MS].map((ms) => shifted(before.callTimestamp, ms));
  Object.assign(state, { listing, now: shifted(askedAt, HOUR_MS) });
  const made = { intendedAt: askedAt, createdAt: askedAt, pollDueAt: askedAt, exportedAt: askedAt };
  await delivery.deliver(jobOf({ fromDate: fromDate!, toDate: toDate!, ...made, ...job }));
  const replaced = noted.find(({ type }) => type === 'asks_replaced');
  return { before, after: calls.of(callId)!, replaced, confirmed };
};

describe('a trusted listing of a job for other calls', () => {
  it('replaces the next ask for a call of the daily schedule that it lacks', async () => {
    const { before, after, replaced, confirmed } = await deliver({});
    expect(confirmed.length).toBeGreaterThan(0);
    expect(epochMsOf(before.nextReconciliationAt!) - epochMsOf(asked)).toBe(DAY_MS);
    expect(after).toMatchObject({
      reconciliationStatus: 'failed',
      reconciliationAttempts: 2,
      nextReconciliationAt: shifted(asked, 21 * HOUR_MS + 2 * DAY_MS),
      outcome: {
        code: 'NOT_FOUND',
        message: 'OCP has no recording of the call in export job job-9',
        evidence: { exportJobId: 'job-9', listing: 'trusted' },
      },
    });
    expect(replaced).toMatchObject({ exportJobId: 'job-9', group: groupId, calls: 1 });
  });

  it.each<[string, Delivery]>([
    ['it is untrusted, because it is empty', { listing: [] }],
    [
      'it is incomplete',
      { listing: [listed('other'), { kind: 'unreadable', reason: 'no call id' } as ListingEntry] },
    ],
    [
      'OCP could not export the recording',
      { listing: [listed('other'), { kind: 'error', callId, reason: 'busy' } as ListingEntry] },
    ],
    ['its job did not cover the call', { job: { toDate: shifted(asked, -3 * HOUR_MS) } }],
    ['the job was asked for soon after the call', { askedAt: shifted(asked, HOUR_MS) }],
    ['the job was abandoned', { job: { isAbandoned: true } }],
  ])('leaves the next ask as it is if %s', async (_, delivery) => {
    const { before, after, replaced } = await deliver(delivery);
    expect(after).toEqual(before);
    expect(replaced).toBeUndefined();
  });

  it.each<[string, Delivery]>([
    ['it is untrusted', { listing: [] }],
    ['it is incomplete', { listing: [listed('other'), { kind: 'unreadable', reason: 'x' } as ListingEntry] }],
    ['its job was abandoned', { job: { isAbandoned: true } }],
  ])('confirms no hour if %s', async (_, delivery) => {
    expect((await deliver(delivery)).confirmed).toEqual([]);
  });

  it('gives a call that it names all its attempts again', async () => {
    const { after, replaced } = await deliver({ listing: [listed(callId)] });
    expect(after).toMatchObject({ reconciliationAttempts: 0, exportJobId: 'job-9' });
    expect(replaced).toBeUndefined();
  });
});
