import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { killServices, runService } from '@recordings/test-kit';
import { physicalName, tables } from '@recordings/topology';
import { startEmulators } from './environment.ts';

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

describe('RUN_ONCE', () => {
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
