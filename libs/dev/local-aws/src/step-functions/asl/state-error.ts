import { StateMachine } from 'aws-local-stepfunctions';

/** An error that `Retry` and `Catch` match by its name. */
export const makeStateError = (name: string, cause = ''): Error => Object.assign(new Error(cause), { name });

/** As on AWS, neither `Retry` nor `Catch` matches it. The library reads the two flags. */
export const makeTerminalError = (name: string, cause: string): Error =>
  Object.assign(makeStateError(name, cause), { isRetryable: false, isCatchable: false });

/** A path or a function of a definition cannot be worked out. */
export const makeRuntimeError = (cause: string): Error => makeTerminalError('States.Runtime', cause);

/** What a state throws after its execution or its branch was ended from outside. */
export const makeStopped = (): Error => makeTerminalError('Stopped', 'the execution or the branch was ended');

export const TIMEOUT = 'States.Timeout';
export const HEARTBEAT_TIMEOUT = 'States.HeartbeatTimeout';

/**
 * `States.TaskFailed` matches every error but a timeout. The library knows a timeout by a class that it does not export,
 * so the error comes from a state that times out.
 */
export const makeTimeoutError = async (name: typeof TIMEOUT | typeof HEARTBEAT_TIMEOUT): Promise<Error> => {
  const state = { Type: 'Task', Resource: 'none', TimeoutSeconds: 0.001, End: true } as const;
  const machine = new StateMachine(
    { StartAt: 'Task', States: { Task: state } },
    { validationOptions: { noValidate: true } },
  );
  const Task = (): Promise<never> => new Promise<never>(() => undefined);
  const { result } = machine.run({}, { overrides: { taskResourceLocalHandlers: { Task } } });
  const error = await result.then(
    () => undefined,
    ({ cause }: Error) => cause,
  );
  return Object.assign(error as Error, { name, message: '' });
};
