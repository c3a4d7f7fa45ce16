import type { Ending, Execution } from './execution.ts';
import { type RunDependencies, runExecution } from './run-execution.ts';

export type ExecutionRunner = ReturnType<typeof makeExecutionRunner>;

/** @param onEnd called when an execution has ended. */
export const makeExecutionRunner = (dependencies: RunDependencies, onEnd: (execution: Execution) => void) => {
  const running = new Map<Promise<void>, Execution>();
  let stopped = false;

  const end = (execution: Execution, ending: Ending): void => {
    execution.ending = { ...ending, at: new Date() };
    onEnd(execution);
  };

  /** Runs it from its position. */
  const run = (execution: Execution): void => {
    const { controller } = execution;
    const done = runExecution(execution, dependencies).then((ending) => {
      running.delete(done);
      const isCurrent = execution.ending === undefined && execution.controller === controller;
      if (isCurrent && !stopped) end(execution, ending);
    });
    running.set(done, execution);
  };

  return {
    run,
    abort: (execution: Execution, ending: Ending): void => {
      end(execution, ending);
      execution.controller.abort();
    },
    /** Ends all without a change of status, like a process that is killed. */
    stop: async (): Promise<void> => {
      stopped = true;
      for (const { controller } of running.values()) controller.abort();
      await Promise.all(running.keys());
    },
  };
};
