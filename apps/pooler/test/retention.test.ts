import { daysBefore, ended, keyOf, NOON, storedByPush } from './calls.ts';
import { startEmulators } from './environment.ts';
import { makeTestPooler } from './make-test-pooler.ts';

const key = keyOf('old');

let emulators: Awaited<ReturnType<typeof startEmulators>>;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());

describe('a call that OCP has deleted', () => {
  it('is given up with its reason, counted and logged once, and completed by a later push', async () => {
    const environment = await emulators.makeEnvironment();
    const pooler = makeTestPooler(environment);
    await pooler.calls.change(key, ended({ key, startedAt: daysBefore(60) }));
    for (let run = 0; run < 2; run += 1) {
      expect(await pooler.run()).toMatchObject({ totalCallsFound: 0, totalWindowsCreated: 0 });
      const after = await pooler.calls.get(key);
      expect(after).toMatchObject({
        reconciliationStatus: 'given_up',
        outcome: { code: 'RETENTION_EXPIRED', retryable: false, at: NOON },
      });
      expect(await pooler.metric('calls_retention_expired_total')).toBe(1);
      expect(pooler.logged('retention_expired')).toMatchObject([{ level: 'error', callId: 'old' }]);
    }
    expect(await environment.published()).toEqual([]);

    await pooler.calls.change(key, storedByPush(key, NOON));
    expect(await pooler.calls.get(key)).toMatchObject({ reconciliationStatus: 'completed', s3Stored: true });
  });
});
