import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { closedUntil, HOUR_MS, hourOf, shifted, timestampOf } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { killServices, runService } from '@recordings/test-kit';
import { physicalName, tables } from '@recordings/topology';
import { ended, keyOf, storedByPush } from './calls.ts';
import { startEmulators } from './environment.ts';

const run = promisify(execFile);

let emulators: Awaited<ReturnType<typeof startEmulators>>;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterEach(killServices);
afterAll(() => emulators.stop());

type Options = { readonly hasCallTable?: boolean };

const runOnce = async (settings: Record<string, string> = {}, { hasCallTable = true }: Options = {}) => {
  const { variables, clients, prefix } = await emulators.makeEnvironment();
  if (!hasCallTable) {
    const TableName = physicalName(prefix, tables.callRecords.name);
    await clients.dynamodb.send(new DeleteTableCommand({ TableName }));
  }
  const { ended, logged } = runService(new URL('../src/main.ts', import.meta.url), {
    ...variables,
    RUN_ONCE: 'true',
    ...settings,
  });
  return { code: await ended, logged };
};

describe('--once', () => {
  it('runs one execution without a server, and exits 0', async () => {
    const { variables } = await emulators.makeEnvironment();
    const main = new URL('../src/main.ts', import.meta.url);
    const { ended, logged } = runService(main, variables, [], ['--once']);
    expect(await ended).toBe(0);
    expect(logged('pooler_execution_completed')).toHaveLength(1);
    expect(logged('listening')).toEqual([]);
  });

  it('exits 0 while another pooler executes', async () => {
    const { variables, clients, prefix } = await emulators.makeEnvironment();
    const { coordination } = makeStores(clients.dynamodb, prefix, async () => undefined);
    const now = timestampOf(Date.now());
    await coordination.claim('pooler-execution', 'another', now, shifted(now, 300_000));
    const main = new URL('../src/main.ts', import.meta.url);
    const { ended, logged } = runService(main, variables, [], ['--once']);
    expect(await ended).toBe(0);
    expect(logged('pooler_execution_completed')).toEqual([]);
  });
});

describe('--dry-run', () => {
  it('prints nothing but the plan on the standard output, and writes its log to the standard error', async () => {
    const { variables } = await emulators.makeEnvironment();
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    const { stdout, stderr } = await run(process.execPath, [main, '--dry-run', '--json'], { env: variables });
    expect(JSON.parse(stdout)).toMatchObject({
      isDryRun: true,
      plan: { jobs: [], ocpRequests: { total: 0 } },
    });
    expect(stderr).toContain('"event":"pooler_execution_completed"');
  });
});

describe('RUN_ONCE', () => {
  it('counts the calls of closed hours, and counts marked hours again', async () => {
    const { variables, clients, prefix } = await emulators.makeEnvironment();
    const { calls, hourCounts } = makeStores(clients.dynamodb, prefix, async () => undefined);
    const tenantId = keyOf('c-1').tenantId;
    const startedAt = shifted(timestampOf(Date.now()), -5 * HOUR_MS);
    const hour = hourOf(startedAt);
    const run = async () => {
      const service = runService(new URL('../src/main.ts', import.meta.url), {
        ...variables,
        RUN_ONCE: 'true',
      });
      expect(await service.ended).toBe(0);
      return (await hourCounts.get({ tenantId, hour }))?.groups;
    };
    await calls.change(keyOf('c-1'), ended({ key: keyOf('c-1'), startedAt }));
    expect(await run()).toMatchObject([{ groupId: 'Acme_EN', calls: 1, pending: 1, stored: 0 }]);
    expect((await hourCounts.getProgress(tenantId))?.countedUntil).toBe(closedUntil(timestampOf(Date.now())));

    await calls.change(keyOf('c-1'), storedByPush(keyOf('c-1'), timestampOf(Date.now())));
    expect(await run()).toMatchObject([{ calls: 1, pending: 1 }]);
    await hourCounts.mark({ tenantId, hour });
    expect(await run()).toMatchObject([{ calls: 1, pending: 0, stored: 1 }]);
    expect(await hourCounts.marked(hour, 10)).toEqual([]);
  });

  it('runs one execution without a server, and exits 0', async () => {
    const { code, logged } = await runOnce({ CRON_EXPRESSION: '* * * * * *' });
    expect(code).toBe(0);
    expect(logged('pooler_execution_completed')).toHaveLength(1);
    expect(logged('listening')).toEqual([]);
  });

  it('writes its metrics for CloudWatch before it exits, if they are wanted', async () => {
    const { logged } = await runOnce({ METRICS_EXPORT_SECONDS: '60' });
    expect(logged('metrics')).toMatchObject([{ 'executions_total.completed': 1 }]);
    const failed = await runOnce({ METRICS_EXPORT_SECONDS: '60' }, { hasCallTable: false });
    expect(failed.logged('metrics')).toMatchObject([{ 'executions_total.failed': 1 }]);
    expect((await runOnce()).logged('metrics')).toEqual([]);
  });

  it('exits 1 if the execution fails', async () => {
    const { code, logged } = await runOnce({}, { hasCallTable: false });
    expect(code).toBe(1);
    expect(logged('pooler_execution_failed')).toHaveLength(1);
  });
});
