import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { waitUntil } from '@recordings/test-kit';
import { physicalName, tables } from '@recordings/topology';
import {
  callOf,
  closed,
  idle,
  keyOf,
  listedOf,
  missWindow,
  PATIENCE_MS,
  PHONE,
  reconciliationOf,
  storeAll,
  untouched,
} from './calls.ts';
import type { Environment } from './environment.ts';
import { json } from './fake-ocp.ts';
import { startTestWorker } from './start-test-worker.ts';
import { useSurroundings } from './use-surroundings.ts';

const surroundings = useSurroundings();

/** Makes a field unreadable in a conditional write, so that a concurrent write does not undo it. */
const spoil = async (
  { clients, prefix }: Environment,
  table: { readonly name: string },
  key: Readonly<Record<string, string>>,
  field: string,
): Promise<void> => {
  await clients.dynamodb.send(
    new UpdateItemCommand({
      TableName: physicalName(prefix, table.name),
      Key: Object.fromEntries(Object.entries(key).map(([name, S]) => [name, { S }])),
      UpdateExpression: 'SET #field = :spoilt ADD revision :one',
      ExpressionAttributeNames: { '#field': field },
      ExpressionAttributeValues: { ':spoilt': { S: 'spoilt' }, ':one': { N: '1' } },
    }),
  );
};

const asked = (environment: Environment, id: string): Promise<void> =>
  waitUntil(`${id} waits`, async () => (await reconciliationOf(environment, id))?.phase === 'waiting');

describe('an item that cannot be handled does not block others:', () => {
  it.concurrent(
    'a job that failed with pages of text for a hundred calls is closed, and the next job is made',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const { ocp } = environment;
      const ids = Array.from({ length: 100 }, (_, at) => `0b7e6c2e-5f0d-4b1e-9a3e-${at + 100_000_000_000}`);
      const trace = `no audio of ${PHONE}\n${'\tat com.omilia.x.Y(Z.java:1)\n'.repeat(200)}`;
      ocp.instead('jobStatus', json(200, { status: 'FAILED', errorMessage: trace }));
      ocp.list([listedOf('good')]);
      await environment.publish(await missWindow(environment, ids));
      const worker = await startTestWorker(environment);
      expect(await closed(environment)).toMatchObject({ reconciliationStatus: 'FAILED_EXPORT_ERROR' });
      ocp.jobs[0]!.status = 'COMPLETED'; // It has ended.
      await environment.publish(await missWindow(environment, ['good'], { id: 'r-2' }));
      await storeAll(environment, 1, 'r-2');
      await idle(environment);
      for (const id of [ids[0]!, ids[99]!]) {
        const call = await callOf(environment, id);
        expect(call).toMatchObject(untouched('FAILED_EXPORT_ERROR'));
        expect(JSON.stringify(call.outcome).length).toBeLessThan(500);
        expect(JSON.stringify(call.outcome)).not.toContain(PHONE);
      }
      expect(worker.lines.join('\n')).not.toContain(PHONE);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'a reconciliation that cannot be read is logged, and the others of its job are completed',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const { ocp } = environment;
      ocp.isSlow = true;
      ocp.list([listedOf('a'), listedOf('b')]);
      await environment.publish(await missWindow(environment, ['a']));
      await environment.publish(await missWindow(environment, ['b'], { id: 'r-2' }));
      const worker = await startTestWorker(environment, {
        EXPORT_GATHER_SECONDS: '3',
        MAX_POLLS: '50',
        OVERDUE_SECONDS: '1',
      });
      await Promise.all([asked(environment, 'r-1'), asked(environment, 'r-2')]);
      await waitUntil('the job runs', () => ocp.jobs.length === 1);
      await spoil(environment, tables.reconciliations, { reconciliationId: 'r-1' }, 'phase');
      ocp.isSlow = false;
      await storeAll(environment, 1, 'r-2');
      await idle(environment);
      expect(ocp.jobs).toHaveLength(1);
      const logged = worker.logged('reconciliation_stuck');
      expect(logged[0]).toMatchObject({ level: 'error', reconciliationId: 'r-1' });
      expect(await worker.metric('reconciliations_stuck_total')).toBe(logged.length);
      expect(await environment.deadLetters()).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'a call record that cannot be read is skipped, and its window goes on',
    async () => {
      const environment = await surroundings.makeEnvironment();
      environment.ocp.list([listedOf('good')]);
      const request = await missWindow(environment, ['bad', 'good']);
      const { tenantId, callId } = keyOf('bad');
      await spoil(
        environment,
        tables.callRecords,
        { pk: `${tenantId}#${callId}`, sk: 'call' },
        'callTimestamp',
      );
      await environment.publish(request);
      const worker = await startTestWorker(environment);
      expect(await storeAll(environment, 1)).toMatchObject({ reconciliationStatus: 'COMPLETED' });
      expect(worker.logged('call_stuck')).toMatchObject([
        { level: 'error', callId: 'bad', code: 'STORE_ITEM_UNREADABLE' },
      ]);
      expect(await environment.deadLetters()).toEqual([]);
    },
    PATIENCE_MS,
  );
});
