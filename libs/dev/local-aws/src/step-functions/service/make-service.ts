import type { IncomingMessage, ServerResponse } from 'node:http';
import { makeCallResource, type ResourceClients } from '../tasks/resource.ts';
import { makeTaskTokens } from '../tasks/task-tokens.ts';
import { answerRequest } from './answer-request.ts';
import type { Execution } from './execution.ts';
import { makeExecutionRunner } from './execution-runner.ts';
import { makeExecutions } from './executions.ts';
import { makeOperations } from './operations.ts';
import { makeStateMachines } from './state-machines.ts';

export type Service = {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Ends all executions without a change of status, like a process that is killed. */
  stop(): Promise<void>;
};

/** State machines, their executions and the tokens of their tasks. @param onEnd called when an execution has ended. */
export const makeService = (clients: ResourceClients, onEnd: (execution: Execution) => void): Service => {
  const tasks = makeTaskTokens();
  const runner = makeExecutionRunner({ tasks, callResource: makeCallResource(clients) }, onEnd);
  const executions = makeExecutions(runner);
  const operations = makeOperations({ machines: makeStateMachines(), executions, tasks });
  return {
    answer: (request, response) => answerRequest(operations, request, response),
    stop: runner.stop,
  };
};
