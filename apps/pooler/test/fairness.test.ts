import { claimCall, releaseCall, shifted, type Timestamp } from '@recordings/call-record';
import { at, daysBefore, ended, inOrder, keyOf, minutesBefore, NOON, notFound, queuedBy } from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { makeTestPooler, type TestPooler } from './make-test-pooler.ts';

const HOUR_MS = 3_600_000;

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());
beforeEach(async () => {
  environment = await emulators.makeEnvironment();
});

type Fields = Omit<Parameters<typeof ended>[0], 'key'>;
const put = (pooler: TestPooler, callId: string, fields: Fields): Promise<unknown> =>
  pooler.calls.change(keyOf(callId), ended({ key: keyOf(callId), ...fields }));

/** Ids of the calls whose windows were published since the last look. */
const asked = async (): Promise<string[]> =>
  (await environment.published()).flatMap(({ payload }) => payload.calls.map(({ callId }) => callId)).sort();

/** OCP refuses the group's credentials each time: nothing is learned of the call, and it is soon due again. */
const refusedAt = async (pooler: TestPooler, callId: string, now: Timestamp): Promise<void> => {
  const id = (await pooler.calls.get(keyOf(callId)))!.reconciliationId!;
  const why = { code: 'FAILED_OCP_API_ERROR', message: '401', isAboutTheCall: false };
  const rule = { maxAttempts: 3, retryDelayMs: 6 * HOUR_MS, outageDelayMs: 300_000 };
  const by = at(shifted(now, 60_000));
  await pooler.calls.change(
    keyOf(callId),
    inOrder(claimCall(id, undefined, by), releaseCall(id, why, rule, by)),
  );
};

describe('an execution that may not take all calls', () => {
  it('takes an urgent one at once, however many older ones wait', async () => {
    const pooler = makeTestPooler(environment, { MAX_CALLS_PER_EXECUTION: '2' });
    for (let n = 0; n < 6; n += 1) await put(pooler, `old-${n}`, { startedAt: daysBefore(50) });
    // OCP deletes it in two days; its group keeps recordings as long as any other.
    await put(pooler, 'urgent', { startedAt: daysBefore(58), groupId: 'Acme_ES' });
    await put(pooler, 'young', { startedAt: minutesBefore(60), groupId: 'Acme_ES' });
    expect(await pooler.run()).toMatchObject({ totalCallsQueried: 2, limitReached: true });
    expect(await asked()).toEqual(['urgent', 'young']);
  });

  it('lets a group that fails each time keep no other group from its turn', async () => {
    const pooler = makeTestPooler(environment, { MAX_CALLS_PER_EXECUTION: '3' });
    for (let n = 0; n < 6; n += 1) await put(pooler, `failing-${n}`, { startedAt: daysBefore(50) });
    for (const n of [0, 1, 2])
      await put(pooler, `other-${n}`, { startedAt: daysBefore(40), groupId: 'Acme_ES' });
    const times = new Map<string, number>();
    for (let run = 0; run < 6; run += 1) {
      const now = minutesBefore(-15 * run);
      await pooler.run({ now });
      for (const callId of await asked()) {
        times.set(callId, (times.get(callId) ?? 0) + 1);
        await refusedAt(pooler, callId, now);
      }
    }
    // 18 turns for 9 calls.
    expect([...times.values()]).toEqual(Array.from({ length: 9 }, () => 2));
  });

  it('reads beyond the index only what it takes', async () => {
    const pooler = makeTestPooler(environment, { MAX_CALLS_PER_EXECUTION: '1' });
    await put(pooler, 'free', { startedAt: minutesBefore(60) });
    for (let n = 0; n < 5; n += 1) {
      const key = keyOf(`stale-${n}`);
      await pooler.calls.change(
        key,
        inOrder(ended({ key, startedAt: minutesBefore(90) }), queuedBy(`r-${n}`, minutesBefore(40))),
      );
    }
    expect(await pooler.run()).toMatchObject({ totalCallsQueried: 1, limitReached: true });
    expect(await asked()).toEqual(['free']);
    expect(pooler.logged('stale_call_found')).toEqual([]);
    expect(await pooler.metric('calls_pending_total', 'maybe-stale')).toBe(5);
  });

  it('tells the age of the oldest that waits, though it takes another', async () => {
    const pooler = makeTestPooler(environment, { MAX_CALLS_PER_EXECUTION: '1' });
    const key = keyOf('asked');
    const call = ended({ key, startedAt: minutesBefore(600) });
    await pooler.calls.change(key, inOrder(call, notFound(1, minutesBefore(30))));
    await put(pooler, 'new', { startedAt: minutesBefore(60) });
    await pooler.run({ now: NOON });
    expect(await asked()).toEqual(['new']);
    expect(await pooler.metric('reconciliation_backlog_age_hours_sum')).toBe(10);
  });
});
