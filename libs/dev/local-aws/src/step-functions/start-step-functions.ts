import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Emulator, LOOPBACK } from '../emulator.ts';
import { answerRequest } from './service/answer-request.ts';
import { makeExecutionRunner } from './service/execution-runner.ts';
import { makeExecutions } from './service/executions.ts';
import { makeOperations } from './service/operations.ts';
import { makeStateMachines } from './service/state-machines.ts';
import { makeStatusChanges, type StatusChangeRule } from './service/status-changes.ts';
import { makeCallResource, type ResourceClients } from './tasks/resource.ts';
import { makeTaskTokens } from './tasks/task-tokens.ts';

export type StepFunctions = Emulator & {
  /** From now on such a message is sent for each execution of the state machine that failed, timed out or was aborted. */
  sendStatusChanges(stateMachineArn: string, rule: StatusChangeRule): void;
};

/**
 * Serves Step Functions in memory, in real time. Port 0 means any free port.
 *
 * @param clients for the resources of tasks. They are ended with the emulator.
 * @throws if the port is taken.
 */
export const startStepFunctions = async (port: number, clients: ResourceClients): Promise<StepFunctions> => {
  const tasks = makeTaskTokens();
  const statusChanges = makeStatusChanges(clients.sqs);
  const runner = makeExecutionRunner({ tasks, callResource: makeCallResource(clients) }, statusChanges.onEnd);
  const executions = makeExecutions(runner);
  const operations = makeOperations({ machines: makeStateMachines(), executions, tasks });
  const server = createServer((request, response) => void answerRequest(operations, request, response));
  server.listen(port, LOOPBACK);
  await once(server, 'listening');

  return {
    endpoint: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    sendStatusChanges: statusChanges.setRule,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections(); // The SDK keeps connections open, and close() waits for them.
      await runner.stop();
      await statusChanges.flush();
      for (const client of Object.values(clients)) client.destroy();
      await closed;
    },
  };
};
