import { EXPORT_CHECK_VERSION } from '@recordings/reconciliation';
import { queues } from '@recordings/topology';
import {
  callOf,
  closed,
  idle,
  listedOf,
  missWindow,
  PATIENCE_MS,
  reconciliationOf,
  storeAll,
} from './calls.ts';
import { startTestWorker } from './start-test-worker.ts';
import { useSurroundings } from './use-surroundings.ts';

const surroundings = useSurroundings();

const checks = queues.exportChecks.name;
const normal = queues.reconciliationNormal.name;
const group = { tenantId: 'acme', groupId: 'Acme_EN' };

describe('a message', () => {
  it.concurrent.each([normal, queues.reconciliationHigh.name, queues.reconciliationLow.name, checks])(
    'of a newer schema version on %s is postponed for a worker that can read it, without using a receive',
    async (queue) => {
      const environment = await surroundings.makeEnvironment();
      const worker = await startTestWorker(environment);
      await environment.send(queue, { version: '3.0', kind: 'dance' });
      await worker.settled(queue, 'postpone', 1);
      expect(await environment.delayed(queue)).toBe(1);
      expect(await environment.deadLetters()).toEqual([]);
      expect(environment.ocp.requests()).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'of a newer minor version, with unknown fields, is handled',
    async () => {
      const environment = await surroundings.makeEnvironment();
      environment.ocp.list([listedOf('a')]);
      const request = await missWindow(environment, ['a']);
      await startTestWorker(environment);
      await environment.send(normal, { ...request, version: '1.7', mood: 'good' });
      expect(await storeAll(environment, 1)).toMatchObject({ reconciliationStatus: 'COMPLETED' });
    },
    PATIENCE_MS,
  );

  it.concurrent.each([
    ['no JSON', normal, 'no JSON', /no JSON/],
    ['another shape', normal, { version: '1.0', eventType: 'CDR_END' }, /eventType/],
    ['no version', checks, { kind: 'group', ...group }, /version/],
    ['an unknown kind', checks, { version: EXPORT_CHECK_VERSION, kind: 'dance' }, /kind/],
  ])(
    'of %s goes to the DLQ unchanged, with its reason',
    async (_, queue, body, reason) => {
      const environment = await surroundings.makeEnvironment();
      const worker = await startTestWorker(environment);
      await environment.send(queue, body);
      await worker.settled(queue, 'dead-letter', 1);
      const letters = await environment.deadLetters();
      expect(letters).toHaveLength(1);
      expect(letters[0]!.Body).toBe(typeof body === 'string' ? body : JSON.stringify(body));
      expect(letters[0]!.MessageAttributes?.['reason']?.StringValue).toMatch(reason);
      expect(letters[0]!.MessageAttributes?.['sourceQueue']?.StringValue).toBe(
        `${environment.prefix}-${queue}`,
      );
      expect(environment.ocp.requests()).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'for a group that is not registered waits, and claims no call',
    async () => {
      const environment = await surroundings.makeEnvironment();
      const request = await missWindow(environment, ['a']);
      const before = await callOf(environment, 'a');
      const worker = await startTestWorker(environment);
      await environment.send(normal, { ...request, payload: { ...request.payload, groupId: 'Nobody' } });
      await environment.send(checks, {
        version: EXPORT_CHECK_VERSION,
        kind: 'group',
        ...group,
        tenantId: 'bolt',
      });
      await worker.settled(normal, 'postpone', 1);
      await worker.settled(checks, 'postpone', 1);
      expect(await environment.deadLetters()).toEqual([]);
      expect(environment.ocp.requests()).toEqual([]);
      expect(await callOf(environment, 'a')).toEqual(before);
      expect(await reconciliationOf(environment)).toBeUndefined();
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'that is delivered again after the end has no effect',
    async () => {
      const environment = await surroundings.makeEnvironment();
      environment.ocp.list([listedOf('a')]);
      const request = await missWindow(environment, ['a', 'unlisted']);
      await environment.publish(request);
      const worker = await startTestWorker(environment);
      await storeAll(environment, 1);
      await idle(environment);
      const readState = async () => ({
        calls: [await callOf(environment, 'a'), await callOf(environment, 'unlisted')],
        reconciliation: await closed(environment),
        jobs: [...environment.ocp.jobs],
        requests: environment.ocp.requests().length,
      });
      const before = await readState();
      const acknowledged = await worker.metric('messages_total', `queue="${checks}"`, 'outcome="ack"');

      const poll = { slotId: 'single', exportId: 'gone', number: 1 };
      await environment.publish(request);
      for (const check of [
        { kind: 'poll', ...group, ...poll },
        { kind: 'group', ...group },
        { kind: 'close', reconciliationId: 'r-1' },
        { kind: 'close', reconciliationId: 'never-heard-of' },
      ])
        await environment.send(checks, { version: EXPORT_CHECK_VERSION, ...check });
      await worker.settled(normal, 'ack', 2);
      await worker.settled(checks, 'ack', acknowledged + 4);
      expect(await readState()).toEqual(before);
      expect(await environment.takeTasks()).toEqual([]);
      expect(await environment.deadLetters()).toEqual([]);
    },
    PATIENCE_MS,
  );
});
