import { shifted } from '@recordings/call-record';
import { Reconciliation } from '@recordings/reconciliation';
import {
  begun,
  claimedBy,
  daysBefore,
  ended,
  idOf,
  inOrder,
  keyOf,
  minutesBefore,
  NOON,
  queuedBy,
  registry,
  storedByPush,
} from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { makeTestPooler, type TestPooler } from './make-test-pooler.ts';

const key = keyOf('old');
const HOUR_MS = 3_600_000;
/** OCP deletes it in two hours: too late for an export, by default. */
const call = ended({ key, startedAt: shifted(daysBefore(60), 2 * HOUR_MS) });

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
let pooler: TestPooler;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());
beforeEach(async () => {
  environment = await emulators.makeEnvironment();
  pooler = makeTestPooler(environment);
});

describe('a call that OCP is about to delete', () => {
  it('is given up with its reason, leaves the index, and is counted and logged', async () => {
    await pooler.calls.change(key, call);
    expect(await pooler.run()).toMatchObject({ totalCallsQueried: 0, totalWindowsCreated: 0 });
    const after = await pooler.calls.get(key);
    expect(after).toMatchObject({
      reconciliationStatus: 'failed',
      outcome: { code: 'RETENTION_EXPIRED', retryable: false, at: NOON },
    });
    expect(after?.reconciliationShard).toBeUndefined();
    expect(after?.history.at(-1)).toMatchObject({ what: 'given up', by: 'pooler' });
    expect(await pooler.metric('calls_retention_expired_total')).toBe(1);
    expect(pooler.logged('retention_expired')).toMatchObject([{ level: 'error', callId: 'old' }]);

    await pooler.run();
    expect(await pooler.metric('calls_retention_expired_total')).toBe(1);
    expect(await environment.published()).toEqual([]);
  });

  it('is still completed by a push that comes all the same', async () => {
    await pooler.calls.change(key, call);
    await pooler.run();
    await pooler.calls.change(key, storedByPush(key, NOON));
    const after = await pooler.calls.get(key);
    expect(after).toMatchObject({ reconciliationStatus: 'completed', s3Stored: true });
    expect(after?.outcome).toBeUndefined();
  });

  it('is not said to be lost if the push completes it as it is being given up', async () => {
    await pooler.calls.change(key, call);
    const meanwhile = { afterPage: () => pooler.calls.change(key, storedByPush(key, NOON)) };
    const watched = makeTestPooler(environment, {}, meanwhile);
    await watched.run();
    expect(await pooler.calls.get(key)).toMatchObject({ reconciliationStatus: 'completed' });
    expect(await watched.metric('calls_retention_expired_total')).toBe(0);
    expect(watched.logged('retention_expired')).toEqual([]);
  });

  it('is given up even if no registered group is its own', async () => {
    await pooler.calls.change(key, ended({ key, startedAt: daysBefore(60), groupId: 'Nobody_EN' }));
    await pooler.run();
    expect((await pooler.calls.get(key))?.outcome?.code).toBe('RETENTION_EXPIRED');
  });

  it('is not given up if its group was written down with a shorter retention than it has now', async () => {
    const shorter = { ...registry.findGroup('Acme_EN')!, retentionDays: 45 };
    const startedAt = daysBefore(50);
    await pooler.calls.change(key, ended({ key, startedAt }, { group: shorter }));
    expect(await pooler.calls.get(key)).toMatchObject({ recoverableUntil: daysBefore(5) });
    await pooler.run();
    expect(await pooler.calls.get(key)).toMatchObject({
      reconciliationStatus: 'queued',
      recoverableUntil: daysBefore(-10),
    });
    expect(await environment.drain('reconciliation-low')).toHaveLength(1);
    expect(await pooler.metric('calls_retention_expired_total')).toBe(0);
  });

  it('is given up by a retention that is shorter now', async () => {
    const longer = { ...registry.findGroup('Acme_EN')!, retentionDays: 90 };
    await pooler.calls.change(key, ended({ key, startedAt: daysBefore(61) }, { group: longer }));
    await pooler.run();
    const after = await pooler.calls.get(key);
    expect(after?.outcome?.message).toContain(daysBefore(1));
    expect(after).toMatchObject({ outcome: { code: 'RETENTION_EXPIRED' }, recoverableUntil: daysBefore(1) });
  });

  it('is not given up for a start that was corrected after the index was read', async () => {
    await pooler.calls.change(key, ended({ key, startedAt: daysBefore(61) }));
    const afterPage = () => pooler.calls.change(key, begun({ key, startedAt: daysBefore(1), toldAt: NOON }));
    const watched = makeTestPooler(environment, {}, { afterPage });
    await watched.run();
    expect(await pooler.calls.get(key)).toMatchObject({
      reconciliationStatus: 'pending',
      recoverableUntil: daysBefore(-59),
    });
    expect(watched.logged('retention_expired')).toEqual([]);
  });

  it('is a candidate of high priority while there is time for an export', async () => {
    await pooler.calls.change(key, ended({ key, startedAt: shifted(daysBefore(60), 3 * HOUR_MS + 1) }));
    await pooler.run();
    expect(await environment.drain('reconciliation-high')).toHaveLength(1);
  });

  describe('and is being fetched', () => {
    const reconciliation = Reconciliation.parse({
      reconciliationId: 'r-last',
      batchId: 'batch',
      tenantId: 'acme',
      groupId: 'Acme_EN',
      fromDate: daysBefore(60),
      toDate: daysBefore(59),
      priority: 'high',
      phase: 'downloading',
      reconciliationStatus: 'IN_PROGRESS',
      calls: { old: { startedAt: daysBefore(60), outcome: 'open' } },
      leaseUntil: minutesBefore(-60),
      createdAt: minutesBefore(70),
      lastUpdated: minutesBefore(1),
      expiresAtEpochS: 2_000_000_000,
      revision: 1,
    });

    it('is left to the reconciliation that lives, and given up when that is over', async () => {
      await pooler.calls.change(key, inOrder(call, claimedBy('r-last', minutesBefore(70))));
      await pooler.reconciliations.change(idOf('r-last'), () => ({
        next: reconciliation,
        result: undefined,
      }));
      await pooler.run();
      const held = await pooler.calls.get(key);
      expect(held).toMatchObject({ reconciliationStatus: 'in_progress', reconciliationId: 'r-last' });
      expect(held?.outcome).toBeUndefined();

      await pooler.run({ now: minutesBefore(-60) });
      expect((await pooler.calls.get(key))?.outcome?.code).toBe('RETENTION_EXPIRED');
    });

    it('is left to the reconciler if its window was published a moment ago', async () => {
      await pooler.calls.change(key, inOrder(call, queuedBy('r-next', minutesBefore(15))));
      await pooler.run();
      expect(await pooler.calls.get(key)).toMatchObject({ reconciliationStatus: 'queued' });
      await pooler.run({ now: minutesBefore(-15) });
      expect((await pooler.calls.get(key))?.outcome?.code).toBe('RETENTION_EXPIRED');
    });
  });
});
