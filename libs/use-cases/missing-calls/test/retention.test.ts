import { parseRegistry, reopenCall, shifted } from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import {
  begun,
  claimedBy,
  daysBefore,
  ended,
  inOrder,
  keyOf,
  minutesBefore,
  NOON,
  queuedBy,
  registry,
  SHARD_COUNT,
  storedByPush,
} from './call-fixture.ts';
import { makeTestFinder, type TestFinder } from './test-finder.ts';

const key = keyOf('old');
const HOUR_MS = 3_600_000;
/** OCP deletes it in two hours: too late for an export, by default. */
const call = ended({ key, startedAt: shifted(daysBefore(60), 2 * HOUR_MS) });

let finder: TestFinder;
beforeEach(() => {
  finder = makeTestFinder();
});

describe('a call that OCP is about to delete', () => {
  it('is given up with its reason, and is reported once', async () => {
    finder.put(key, call);
    expect(await finder.run()).toMatchObject({ totalCallsFound: 0, totalWindowsCreated: 0 });
    const after = finder.get(key);
    expect(after).toMatchObject({
      reconciliationStatus: 'given_up',
      outcome: { code: 'RETENTION_EXPIRED', retryable: false, at: NOON },
    });
    expect(after?.history.at(-1)).toMatchObject({ what: 'given up', by: 'pooler' });
    const reported = [{ type: 'retention_expired', tenantId: 'acme', callId: 'old' }];
    expect(finder.noted('retention_expired')).toEqual(reported);
    expect(finder.noted('index_classified')).toMatchObject([{ counts: { 'retention-expired': 1 } }]);

    await finder.run();
    expect(finder.noted('retention_expired')).toEqual(reported);
    expect(finder.takePublished()).toEqual([]);
  });

  it('is still completed by a later push', async () => {
    finder.put(key, call);
    await finder.run();
    finder.put(key, storedByPush(key, NOON));
    const after = finder.get(key);
    expect(after).toMatchObject({ reconciliationStatus: 'completed', s3Stored: true });
    expect(after?.outcome).toBeUndefined();
  });

  it('is not reported as given up if a push stores it after the index was read', async () => {
    finder = makeTestFinder({ afterPage: async () => finder.put(key, storedByPush(key, NOON)) });
    finder.put(key, call);
    await finder.run();
    expect(finder.get(key)).toMatchObject({ reconciliationStatus: 'completed' });
    expect(finder.noted('retention_expired')).toEqual([]);
  });

  it('is given up even if its group is not registered', async () => {
    finder.put(key, ended({ key, startedAt: daysBefore(60), groupId: 'Unknown_EN' }));
    await finder.run();
    expect(finder.get(key)?.outcome?.code).toBe('RETENTION_EXPIRED');
  });

  it('is taken if its group now has a longer retention than its record says', async () => {
    const shorter = { ...registry.findGroup('Acme_EN')!, retentionDays: 45 };
    finder.put(key, ended({ key, startedAt: daysBefore(50) }, { group: shorter }));
    expect(finder.get(key)).toMatchObject({ recoverableUntil: daysBefore(5) });
    await finder.run();
    expect(finder.get(key)).toMatchObject({
      reconciliationStatus: 'queued',
      recoverableUntil: daysBefore(-10),
    });
    expect(finder.memory.published.map(({ payload }) => payload.priority)).toEqual(['low']);
    expect(finder.noted('retention_expired')).toEqual([]);
  });

  it.each([false, true])(
    'is taken if a person says that OCP keeps it for longer (dry run: %s)',
    async (isDryRun) => {
      const context = { group: registry.findGroup('Acme_EN'), shardCount: SHARD_COUNT, now: NOON, by: 'ana' };
      const request = { reason: 'OCP keeps it', recoverableUntil: daysBefore(-20) };
      finder.put(key, inOrder(call, reopenCall(request, 0, context)));
      const before = finder.get(key);
      expect(await finder.run({ isDryRun })).toMatchObject({ totalCallsFound: 1 });
      expect(finder.get(key)).toMatchObject(
        isDryRun ? before! : { reconciliationStatus: 'queued', recoverableUntil: daysBefore(-20) },
      );
      expect(finder.noted('index_classified')).toMatchObject([{ counts: { candidate: 1 } }]);
    },
  );

  it('is given up if its group now has a shorter retention than its record says', async () => {
    const longer = { ...registry.findGroup('Acme_EN')!, retentionDays: 90 };
    finder.put(key, ended({ key, startedAt: daysBefore(61) }, { group: longer }));
    await finder.run();
    const after = finder.get(key);
    expect(after?.outcome?.message).toContain(daysBefore(1));
    expect(after).toMatchObject({ outcome: { code: 'RETENTION_EXPIRED' }, recoverableUntil: daysBefore(1) });
  });

  it('is not given up by the retention of another tenant that has its group by mistake', async () => {
    const slip = parseRegistry(makeRegistryFile({ name: 'Acme_EN', tenant: 'bolt', retentionDays: 30 }));
    finder = makeTestFinder({ deps: () => ({ registry: slip }) });
    finder.put(key, ended({ key, startedAt: daysBefore(50) }));
    await finder.run();
    expect(finder.get(key)).toMatchObject({
      reconciliationStatus: 'pending',
      recoverableUntil: daysBefore(-10),
    });
    expect(finder.noted('index_classified')).toMatchObject([{ counts: { 'group-unknown': 1 } }]);
  });

  it('is not given up if its start was corrected after the index was read', async () => {
    const corrected = begun({ key, startedAt: daysBefore(1), receivedAt: NOON });
    finder = makeTestFinder({ afterPage: async () => finder.put(key, corrected) });
    finder.put(key, ended({ key, startedAt: daysBefore(61) }));
    await finder.run();
    expect(finder.get(key)).toMatchObject({
      reconciliationStatus: 'pending',
      recoverableUntil: daysBefore(-59),
    });
    expect(finder.noted('retention_expired')).toEqual([]);
  });

  it('is given up with the margin of the policy, to the millisecond', async () => {
    finder.put(key, ended({ key, startedAt: shifted(daysBefore(60), 3 * HOUR_MS) }));
    await finder.run();
    expect(finder.get(key)?.outcome?.code).toBe('RETENTION_EXPIRED');
  });

  it('is taken with priority high while an export could still finish', async () => {
    finder.put(key, ended({ key, startedAt: shifted(daysBefore(60), 3 * HOUR_MS + 1) }));
    await finder.run();
    expect(finder.memory.published.map(({ payload }) => payload.priority)).toEqual(['high']);
  });

  it('is left to the reconciliation that holds it, and given up when that one is dead', async () => {
    finder.put(key, inOrder(call, claimedBy('r-last', minutesBefore(70))));
    finder.putReconciliation({
      reconciliationId: 'r-last',
      phase: 'downloading',
      exportJobId: 'job',
      exportJobStatus: 'COMPLETED',
      exportCompletedAt: minutesBefore(60),
      deadline: minutesBefore(-60),
    });
    await finder.run();
    const held = finder.get(key);
    expect(held).toMatchObject({ reconciliationStatus: 'in_progress', reconciliationId: 'r-last' });
    expect(held?.outcome).toBeUndefined();

    await finder.run({ now: minutesBefore(-60) });
    expect(finder.get(key)?.outcome?.code).toBe('RETENTION_EXPIRED');
  });

  it('is left to its window, if that was published less than the stale time ago', async () => {
    finder.put(key, inOrder(call, queuedBy('r-next', minutesBefore(15))));
    await finder.run();
    expect(finder.get(key)).toMatchObject({ reconciliationStatus: 'queued' });
    expect(finder.steps.log).not.toContain('change old');
    await finder.run({ now: minutesBefore(-15) });
    expect(finder.get(key)?.outcome?.code).toBe('RETENTION_EXPIRED');
  });
});
