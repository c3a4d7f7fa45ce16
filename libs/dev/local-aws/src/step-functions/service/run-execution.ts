import type { Context } from '../asl/json-path.ts';
import { runStates } from '../asl/run-states.ts';
import type { Scope } from '../asl/scope.ts';
import { startTimer } from '../tasks/start-timer.ts';
import type { Ending, Execution } from './execution.ts';

export type RunDependencies = Pick<Scope, 'tasks' | 'callResource'>;

/** Runs the states of an execution from its position. Its `controller` ends the run. */
export const runExecution = async (execution: Execution, dependencies: RunDependencies): Promise<Ending> => {
  const { definition, controller, position } = execution;
  const seconds = definition.TimeoutSeconds;
  let timedOut = false;
  const stopTimer = startTimer(seconds === undefined ? undefined : seconds * 1_000, () => {
    timedOut = true;
    controller.abort();
  });
  const scope = { ...dependencies, runStates, signal: controller.signal, context: contextOf(execution) };
  try {
    const output = await runStates(definition, position, scope, (entered) => {
      execution.position = entered;
    });
    return { status: 'SUCCEEDED', output: JSON.stringify(output ?? null) };
  } catch (error) {
    const { name, message } = error as Error;
    return timedOut
      ? { status: 'TIMED_OUT' }
      : { status: 'FAILED', error: name || undefined, cause: message || undefined };
  } finally {
    stopTimer();
  }
};

const contextOf = ({ arn, name, machine, input, startedAt, redriveCount }: Execution): Context => ({
  Execution: {
    Id: arn,
    Input: JSON.parse(input) as unknown,
    Name: name,
    RoleArn: machine.roleArn,
    StartTime: startedAt.toISOString(),
    RedriveCount: redriveCount,
  },
  StateMachine: { Id: machine.arn, Name: machine.name },
});
