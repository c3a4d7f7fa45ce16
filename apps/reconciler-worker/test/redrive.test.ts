import { DescribeExecutionCommand, RedriveExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { waitUntil } from '@recordings/test-kit';
import { callOf, closed, GROUP, missWindow, PATIENCE_MS, reconciliationOf, untouched } from './calls.ts';
import { startTestWorker } from './start-test-worker.ts';
import { useSurroundings } from './use-surroundings.ts';

const surroundings = useSurroundings();

// LocalStack has no RedriveExecution, so this file is not part of the end-to-end run.
describe('an execution that is redriven after a worker closed its window', () => {
  it(
    'ends as succeeded and changes nothing',
    async () => {
      const environment = await surroundings.makeEnvironment({ driven: true });
      const { sfn } = environment.clients;
      environment.ocp.isSlow = true;
      await startTestWorker(environment, { REGISTRY_FILE: surroundings.drivenRegistry });
      await environment.publish(await missWindow(environment, ['a'], GROUP));
      const executionOf = async () => (await reconciliationOf(environment))?.sfExecutionId;
      await waitUntil('OCP has the job', async () => (await executionOf()) !== undefined, 60);
      const executionArn = await executionOf();
      await sfn.send(new StopExecutionCommand({ executionArn }));
      const before = await closed(environment);

      await sfn.send(new RedriveExecutionCommand({ executionArn }));
      const read = async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
      await waitUntil('it has ended', async () => (await read()) !== 'RUNNING', 60);
      expect(await read()).toBe('SUCCEEDED');
      expect(await reconciliationOf(environment)).toEqual(before);
      expect(await callOf(environment, 'a', 'bolt')).toMatchObject(untouched('FAILED_UNEXPECTED_ERROR'));
      expect(environment.ocp.jobs).toHaveLength(1);
      expect(await environment.deadLetters()).toEqual([]);
    },
    PATIENCE_MS,
  );
});
