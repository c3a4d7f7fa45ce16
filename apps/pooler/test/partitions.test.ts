import { TenantId } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { killServices, runService } from '@recordings/test-kit';
import { ended, keyOf, minutesBefore } from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { makeTestPooler } from './make-test-pooler.ts';
import { clock, putPending } from './start-service.ts';

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterEach(killServices);
afterAll(() => emulators.stop());
beforeEach(async () => {
  environment = await emulators.makeEnvironment();
});

const boltKey = (callId: string) => ({ ...keyOf(callId), tenantId: TenantId.parse('bolt') });

/** Pending calls of both tenants: 12 of acme, 8 of bolt. */
const putCalls = async (): Promise<string[]> => {
  const { calls } = makeStores(environment.clients.dynamodb, environment.prefix, async () => undefined);
  const ofAcme = Array.from({ length: 12 }, (_, n) => keyOf(`acme-${n}`));
  const ofBolt = Array.from({ length: 8 }, (_, n) => boltKey(`bolt-${n}`));
  for (const [n, key] of ofAcme.entries()) {
    await calls.change(key, ended({ key, startedAt: minutesBefore(60 + n * 20) }));
  }
  for (const [n, key] of ofBolt.entries()) {
    const call = { key, startedAt: minutesBefore(60 + n * 20), groupId: 'Bolt_EN' };
    await calls.change(key, ended(call));
  }
  return [...ofAcme, ...ofBolt].map(({ callId }) => callId).sort();
};

const publishedIds = async (): Promise<string[]> =>
  (await environment.published()).flatMap(({ payload }) => payload.calls.map(({ callId }) => callId));

const poolerOf = (partition: string) => makeTestPooler(environment, { TENANT_PARTITION: partition });

describe('two poolers that share the tenants', () => {
  it.each([
    ['by letters', ['A-A', 'B-Z']],
    ['by hash', ['1/2', '2/2']],
  ])(
    '%s execute at the same time, and put each pending call into exactly one window',
    async (_, partitions) => {
      const all = await putCalls();
      const executions = await Promise.all(partitions.map((partition) => poolerOf(partition).tryRun()));
      expect(executions.every((execution) => execution !== undefined)).toBe(true);
      expect((await publishedIds()).sort()).toEqual(all);
      const again = await Promise.all(partitions.map((partition) => poolerOf(partition).run()));
      expect(again.map(({ totalEventsPublished }) => totalEventsPublished)).toEqual([0, 0]);
    },
  );

  it('leave the calls of the other one alone, and those of a tenant that neither has', async () => {
    await putCalls();
    await poolerOf('A-A').run();
    expect((await publishedIds()).every((id) => id.startsWith('acme'))).toBe(true);
    await poolerOf('C-Z').run();
    expect(await publishedIds()).toEqual([]);
  });

  it('show by the age of the backlog that no pooler has a tenant', async () => {
    await putCalls();
    const pooler = poolerOf('C-Z');
    expect(await pooler.run()).toMatchObject({ totalEventsPublished: 0 });
    expect(await pooler.metric('reconciliation_backlog_age_hours_sum')).toBeGreaterThan(4);
  });

  it('of the same partition execute one at a time', async () => {
    await putCalls();
    const executions = await Promise.all([poolerOf('A-M').tryRun(), poolerOf('A-M').tryRun()]);
    expect(executions.filter((execution) => execution !== undefined)).toHaveLength(1);
  });
});

describe('a process with a partition', () => {
  const runOnce = async (settings: Record<string, string>) => {
    const main = new URL('../src/main.ts', import.meta.url);
    const { ended: code, said } = runService(main, { ...environment.variables, ...settings }, [], ['--once']);
    return { code: await code, said: said() };
  };

  it('publishes and counts only the calls of its tenants', async () => {
    await putPending(environment, 'call');
    const { hourCounts } = makeStores(
      environment.clients.dynamodb,
      environment.prefix,
      async () => undefined,
    );
    const countedUntil = async (tenant: string) =>
      (await hourCounts.getProgress(TenantId.parse(tenant)))?.countedUntil;
    expect(await runOnce({ TENANT_PARTITION: 'B-' })).toMatchObject({ code: 0 });
    expect(await publishedIds()).toEqual([]);
    expect(await countedUntil('acme')).toBeUndefined();
    expect(await countedUntil('bolt')).toBeDefined();
    expect(await runOnce({ TENANT_PARTITION: '-A' })).toMatchObject({ code: 0 });
    expect(await publishedIds()).toEqual(['call']);
    expect((await countedUntil('acme'))! < clock()).toBe(true);
  });

  it.each(['M-A', '3/2', 'acme'])('refuses to start with the partition %s', async (TENANT_PARTITION) => {
    const { code, said } = await runOnce({ TENANT_PARTITION });
    expect(code).toBe(1);
    expect(said).toContain(`TENANT_PARTITION: got "${TENANT_PARTITION}"`);
  });
});
