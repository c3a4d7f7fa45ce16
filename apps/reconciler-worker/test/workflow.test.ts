import {
  DescribeStateMachineCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { replaceFile, waitUntil, writeRegistryFile } from '@recordings/test-kit';
import { reconciliationFailures } from '@recordings/topology';
import {
  callOf,
  closed,
  GROUP,
  idle,
  listedOf,
  missWindow,
  PATIENCE_MS,
  reconciliationOf,
  storeTask,
  tasksFor,
  untouched,
} from './calls.ts';
import type { Environment } from './environment.ts';
import { startTestWorker, type TestWorker } from './start-test-worker.ts';
import { drivenRegistryFile, registryFile } from './test-registry.ts';
import { useSurroundings } from './use-surroundings.ts';

const surroundings = useSurroundings();

type Settings = Readonly<Record<string, string>>;

const startDriven = (environment: Environment, settings: Settings = {}): Promise<TestWorker> =>
  startTestWorker(environment, { REGISTRY_FILE: surroundings.drivenRegistry, ...settings });

/** The only execution, once OCP has its job. */
const executionWithJob = async (environment: Environment): Promise<string> => {
  await waitUntil(
    'OCP has the job',
    async () => (await reconciliationOf(environment))?.sfExecutionId !== undefined,
    60,
  );
  const [execution, ...others] = await environment.listExecutions();
  expect(others).toEqual([]);
  return execution!.executionArn!;
};

type Limits = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Gives states of the state machine other time limits, in the branches too. */
const limit = async (
  { clients, variables }: Environment,
  limits: Limits,
  whole: object = {},
): Promise<void> => {
  const stateMachineArn = variables['STATE_MACHINE_ARN'];
  const { definition } = await clients.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const limited = JSON.parse(definition!, (name, value: unknown) =>
    name in limits ? { ...(value as object), ...limits[name] } : value,
  ) as object;
  await clients.sfn.send(
    new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify({ ...limited, ...whole }) }),
  );
};

const expectUnexpectedEnd = async (environment: Environment, status: string): Promise<void> => {
  expect(await closed(environment)).toMatchObject({
    reconciliationStatus: 'FAILED_UNEXPECTED_ERROR',
    failureReason: `the execution of Step Functions ended as ${status}`,
  });
  expect(await callOf(environment, 'a', 'bolt')).toMatchObject(untouched('FAILED_UNEXPECTED_ERROR'));
  expect(await environment.drain(reconciliationFailures)).toHaveLength(1);
  await idle(environment, GROUP.groupId);
  expect(await environment.deadLetters()).toEqual([]);
};

describe('an execution', () => {
  it.concurrent(
    'is started once for a window that is delivered twice',
    async () => {
      const environment = await surroundings.makeEnvironment({ driven: true });
      environment.ocp.list([listedOf('a')]);
      await startDriven(environment);
      const request = await missWindow(environment, ['a'], GROUP);
      await environment.publish(request);
      await environment.publish(request);
      for (const task of await tasksFor(environment, 1)) await storeTask(environment, task);
      await closed(environment);
      await environment.publish(request);
      await idle(environment, GROUP.groupId);
      expect(await environment.listExecutions()).toHaveLength(1);
      expect(environment.ocp.jobs).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'that was stopped leaves a closed window',
    async () => {
      const environment = await surroundings.makeEnvironment({ driven: true });
      environment.ocp.isSlow = true;
      const worker = await startDriven(environment);
      await environment.publish(await missWindow(environment, ['a'], GROUP));
      const executionArn = await executionWithJob(environment);
      await environment.clients.sfn.send(new StopExecutionCommand({ executionArn }));
      await expectUnexpectedEnd(environment, 'ABORTED');
      const aborted = () => worker.metric('workflow_executions_ended_total', 'status="ABORTED"');
      await waitUntil('it is counted', async () => (await aborted()) === 1);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'that timed out leaves a closed window',
    async () => {
      const environment = await surroundings.makeEnvironment({ driven: true });
      environment.ocp.isSlow = true;
      await limit(environment, {}, { TimeoutSeconds: 4 });
      await startDriven(environment);
      await environment.publish(await missWindow(environment, ['a'], GROUP));
      await expectUnexpectedEnd(environment, 'TIMED_OUT');
    },
    PATIENCE_MS,
  );
});

describe('the downloads of an execution', () => {
  it.concurrent.each([
    ['no worker sends a heartbeat', { HeartbeatSeconds: 1 }, { WATCHDOG_SECONDS: '3600' }],
    ['they take too long', { TimeoutSeconds: 15, HeartbeatSeconds: 10 }, { OVERDUE_SECONDS: '2' }],
  ] as const)(
    'fail the calls without a result, and no others, if %s',
    async (_, limits, settings) => {
      const environment = await surroundings.makeEnvironment({ driven: true });
      environment.ocp.list([listedOf('stored'), listedOf('late')]);
      await limit(environment, { NotifyDownloadService: limits });
      await startDriven(environment, settings);
      await environment.publish(await missWindow(environment, ['stored', 'late'], GROUP));
      const tasks = await tasksFor(environment, 2);
      await storeTask(environment, tasks.find(({ callId }) => callId === 'stored')!);
      expect(await closed(environment)).toMatchObject({
        reconciliationStatus: 'FAILED_PARALLEL_ERROR',
        calls: { stored: { outcome: 'stored' }, late: { outcome: 'failed', code: 'DOWNLOAD_DEADLINE' } },
      });
      expect(await callOf(environment, 'stored', 'bolt')).toMatchObject({
        reconciliationStatus: 'completed',
      });
      expect(await callOf(environment, 'late', 'bolt')).toMatchObject(untouched('DOWNLOAD_DEADLINE'));
      expect(await environment.drain(reconciliationFailures)).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'may take longer than the time between two heartbeats',
    async () => {
      const environment = await surroundings.makeEnvironment({ driven: true });
      environment.ocp.list([listedOf('a')]);
      await limit(environment, { NotifyDownloadService: { HeartbeatSeconds: 3 } });
      const worker = await startDriven(environment, { OVERDUE_SECONDS: '1' });
      await environment.publish(await missWindow(environment, ['a'], GROUP));
      const [task] = await tasksFor(environment, 1);
      const sent = async () =>
        worker.metric('aws_request_duration_seconds_count', 'operation="SendTaskHeartbeat"');
      const before = await sent();
      await waitUntil('the watchdog has sent five heartbeats', async () => (await sent()) >= before + 5, 60);
      await storeTask(environment, task!);
      expect(await closed(environment)).toMatchObject({ reconciliationStatus: 'COMPLETED' });
    },
    PATIENCE_MS,
  );
});

describe('a group that moves to Step Functions', () => {
  it.concurrent(
    'has each window ended by what it began with',
    async () => {
      const environment = await surroundings.makeEnvironment({ driven: true });
      const registry = await writeRegistryFile(registryFile);
      environment.ocp.list([listedOf('a'), listedOf('b')]);
      environment.ocp.isSlow = true;
      const worker = await startTestWorker(environment, {
        REGISTRY_FILE: registry.path,
        REGISTRY_RELOAD_SECONDS: '1',
        MAX_POLLS: '100',
      });
      await environment.publish(await missWindow(environment, ['a'], { ...GROUP, id: 'r-1' }));
      await waitUntil('OCP runs the first job', () => environment.ocp.jobs.length === 1, 60);
      await replaceFile(registry.path, JSON.stringify(drivenRegistryFile));
      await waitUntil('the registry is reloaded', () => worker.logged('registry_changed').length > 0, 60);
      await environment.publish(await missWindow(environment, ['b'], { ...GROUP, id: 'r-2' }));
      await waitUntil(
        'the execution runs',
        async () => (await environment.listExecutions()).length === 1,
        60,
      );
      environment.ocp.isSlow = false;
      for (const task of await tasksFor(environment, 2)) await storeTask(environment, task);
      const [bySqs, byStepFunctions] = [await closed(environment, 'r-1'), await closed(environment, 'r-2')];
      expect(bySqs).toMatchObject({ reconciliationStatus: 'COMPLETED', exportJobId: 'job-1' });
      expect(bySqs).not.toHaveProperty('sfExecutionId');
      expect(byStepFunctions).toMatchObject({ reconciliationStatus: 'COMPLETED', exportJobId: 'job-2' });
      const [execution] = await environment.listExecutions();
      expect(byStepFunctions.sfExecutionId).toBe(execution!.executionArn);
      await idle(environment, GROUP.groupId);
      expect(await environment.deadLetters()).toEqual([]);
      await registry.remove();
    },
    PATIENCE_MS,
  );
});
