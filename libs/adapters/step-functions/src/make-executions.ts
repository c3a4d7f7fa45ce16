import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { stateMachineFault } from './state-machine-fault.ts';

export type Executions = {
  /**
   * Starts an execution, unless one of this name was started before: Step Functions remembers a name for 90 days.
   *
   * @throws {StateMachineUnusableError | StepFunctionsUnavailableError}
   */
  start(name: string, input: object): Promise<void>;
};

export const makeExecutions = (sfn: SFNClient, stateMachineArn: string): Executions => ({
  start: async (name, input) => {
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return;
      throw stateMachineFault(error, stateMachineArn);
    }
  },
});
