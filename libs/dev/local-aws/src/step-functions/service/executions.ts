import { arnOfExecution, checkName } from './arn.ts';
import { type Execution, makeExecution } from './execution.ts';
import type { ExecutionRunner } from './execution-runner.ts';
import { parseJson } from './parse-json.ts';
import { makeServiceError } from './service-error.ts';
import type { Machine } from './state-machines.ts';

export type Executions = ReturnType<typeof makeExecutions>;

export const makeExecutions = (runner: ExecutionRunner) => {
  const executions = new Map<string, Execution>();

  const get = (arn: string | undefined): Execution => {
    const execution = executions.get(arn ?? '');
    if (!execution) throw makeServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  };

  const start = (machine: Machine, givenName: string | undefined, input = '{}'): Execution => {
    const name = checkName(givenName);
    const parsed = parseJson(input, 'InvalidExecutionInput');
    const existing = executions.get(arnOfExecution(machine.name, name));
    if (existing) return sameOrRefuse(existing, input);
    const execution = makeExecution(machine, name, input, parsed);
    executions.set(execution.arn, execution);
    runner.run(execution);
    return execution;
  };

  const abort = (arn: string | undefined, error?: string, cause?: string): Date => {
    const execution = get(arn);
    if (!execution.ending) runner.abort(execution, { status: 'ABORTED', error, cause });
    return execution.ending!.at;
  };

  /**
   * Runs the state again that ended the execution, with the input that it had. AWS runs only the failed branches of a
   * Parallel state again. Here all of them run again.
   */
  const redrive = (arn: string | undefined): Date => {
    const execution = get(arn);
    if (!execution.ending || execution.ending.status === 'SUCCEEDED')
      throw makeServiceError('ExecutionNotRedrivable', `Execution '${arn}' is not redrivable`);
    execution.ending = undefined;
    execution.controller = new AbortController();
    execution.redriveCount++;
    execution.redrivenAt = new Date();
    runner.run(execution);
    return execution.redrivenAt;
  };

  /** The newest first. */
  const list = (machineArn: string): Execution[] =>
    [...executions.values()].filter(({ machine }) => machine.arn === machineArn).reverse();

  return { start, get, abort, redrive, list };
};

/** The same request is answered again while the execution runs. A name is used once. */
const sameOrRefuse = (execution: Execution, input: string): Execution => {
  if (!execution.ending && execution.input === input) return execution;
  throw makeServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${execution.arn}'`);
};
