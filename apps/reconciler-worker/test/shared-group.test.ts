import { waitUntil } from '@recordings/test-kit';
import {
  callOf,
  closed,
  idle,
  keyOf,
  listedOf,
  missWindow,
  PATIENCE_MS,
  reconciliationOf,
  storeTask,
  tasksFor,
} from './calls.ts';
import type { Environment } from './environment.ts';
import { BOLT_KEY, OCP_KEY } from './fake-ocp.ts';
import { startTestWorker } from './start-test-worker.ts';
import { useSurroundings } from './use-surroundings.ts';

const surroundings = useSurroundings();

/** Three windows of each tenant, days apart, so that each needs a job of its own. */
const windows = (['acme', 'bolt'] as const).flatMap((tenant) =>
  [0, 4, 8].map((daysAgo) => ({ tenant, daysAgo, id: `${tenant}-${daysAgo}` })),
);

const missAll = async (environment: Environment): Promise<void> => {
  for (const { tenant, daysAgo, id } of windows) {
    const priority = tenant === 'acme' ? 'high' : 'low';
    const window = { id, groupId: 'Shared', tenant, priority, daysAgo } as const;
    await environment.publish(await missWindow(environment, [`call-${id}`], window));
  }
};

describe('an OCP group that two tenants share', () => {
  it(
    'has one job at a time, for the tenants in turn, and every window of both gets its recording',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const { ocp } = environment;
      // OCP lists the calls of the whole group to each tenant.
      ocp.list(windows.map(({ id }) => listedOf(`call-${id}`)));
      ocp.isSlow = true;
      await missAll(environment);
      const settings = { MAX_POLLS: '100' };
      const workers = [
        await startTestWorker(environment, settings),
        await startTestWorker(environment, settings),
      ];
      await waitUntil('all windows wait', async () => {
        const open = await Promise.all(windows.map(({ id }) => reconciliationOf(environment, id)));
        return open.every((one) => one?.phase === 'waiting');
      });
      ocp.isSlow = false;

      const tasks = await tasksFor(environment, windows.length);
      for (const task of tasks) {
        expect(task.callId).toBe(`call-${task.reconciliationId}`);
        expect(task.callId).toContain(task.tenantId);
        await storeTask(environment, task);
      }
      for (const { id } of windows) {
        expect(await closed(environment, id)).toMatchObject({ reconciliationStatus: 'COMPLETED' });
      }
      await idle(environment, 'Shared');

      expect(ocp.jobs).toHaveLength(windows.length);
      expect(ocp.mostRunning()).toBe(1);
      // No create was refused: a second job was not even asked for.
      expect(ocp.requests('createJob')).toHaveLength(windows.length);
      const keys = ocp.jobs.map(({ key }) => key);
      expect(new Set(keys)).toEqual(new Set([OCP_KEY, BOLT_KEY]));
      expect(keys.filter((key, at) => key === keys[at - 1])).toEqual([]);
      expect(ocp.crossed).toEqual([]);
      expect(workers.flatMap((worker) => worker.logged('call_discovered'))).toEqual([]);
      expect(await environment.deadLetters()).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'gives a listed call that neither tenant knows to none of them',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const { ocp, calls } = environment;
      ocp.list([listedOf('a'), listedOf('nobody')]);
      await environment.publish(await missWindow(environment, ['a'], { groupId: 'Shared', tenant: 'acme' }));
      await startTestWorker(environment);
      for (const task of await tasksFor(environment, 1)) await storeTask(environment, task);
      await closed(environment);
      await idle(environment, 'Shared');
      expect(await calls.get(keyOf('nobody', 'acme'))).toBeUndefined();
      expect(await calls.get(keyOf('nobody', 'bolt'))).toBeUndefined();
      expect(await callOf(environment, 'nobody', 'unknown')).toMatchObject({
        isDiscovered: true,
        reconciliationStatus: 'pending',
      });
    },
    PATIENCE_MS,
  );
});
