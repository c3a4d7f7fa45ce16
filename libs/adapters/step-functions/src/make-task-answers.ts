import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { stateMachineFault } from './state-machine-fault.ts';

/** Answers to tasks that wait for a token. Each resolves to false if the execution waits for the task no longer. */
export type TaskAnswers = {
  succeed(taskToken: string, output: object): Promise<boolean>;
  /** @param cause is cut after 32,768 characters. */
  fail(taskToken: string, error: string, cause: string): Promise<boolean>;
  heartbeat(taskToken: string): Promise<boolean>;
};

/** The execution ended, the task timed out, or it has an answer. */
const NOT_WAITING: ReadonlySet<string> = new Set(['InvalidToken', 'TaskDoesNotExist', 'TaskTimedOut']);
/** Characters, as Step Functions allows. */
const MAX_CAUSE = 32_768;

export const makeTaskAnswers = (sfn: SFNClient): TaskAnswers => ({
  succeed: (taskToken, output) =>
    isTaken(sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
  fail: (taskToken, error, cause) =>
    isTaken(sfn.send(new SendTaskFailureCommand({ taskToken, error, cause: cause.slice(0, MAX_CAUSE) }))),
  heartbeat: (taskToken) => isTaken(sfn.send(new SendTaskHeartbeatCommand({ taskToken }))),
});

const isTaken = async (answer: Promise<unknown>): Promise<boolean> => {
  try {
    await answer;
    return true;
  } catch (error) {
    if (error instanceof Error && NOT_WAITING.has(error.name)) return false;
    throw stateMachineFault(error, 'task token');
  }
};
