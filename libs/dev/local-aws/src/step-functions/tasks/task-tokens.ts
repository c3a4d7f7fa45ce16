import { randomUUID } from 'node:crypto';
import { makeStateError } from '../asl/state-error.ts';
import { makeServiceError } from '../service/service-error.ts';
import { type OpenTask, openTask, type TaskLimits } from './open-task.ts';

export type TaskTokens = ReturnType<typeof makeTaskTokens>;

const PREFIX = 'local-task-';
const WELL_FORMED = /^local-task-[0-9a-f-]{36}$/;

/** The tokens of all tasks, those that ended too. */
export const makeTaskTokens = () => {
  const tasks = new Map<string, OpenTask>();

  const open = (limits: TaskLimits, signal: AbortSignal): OpenTask & { readonly token: string } => {
    const token = `${PREFIX}${randomUUID()}`;
    const task = openTask(limits, signal);
    tasks.set(token, task);
    return Object.assign(task, { token });
  };

  /** AWS answers TaskTimedOut for each task that ended. LocalStack answers InvalidToken for one that was answered. */
  const find = (token: string): OpenTask => {
    if (!WELL_FORMED.test(token)) throw makeServiceError('InvalidToken', 'the token is malformed');
    const task = tasks.get(token);
    if (task === undefined) throw makeServiceError('TaskDoesNotExist', 'no task has the token');
    if (task.state === 'answered') throw makeServiceError('InvalidToken', 'the token was answered before');
    if (task.state === 'closed')
      throw makeServiceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    return task;
  };

  return {
    open,
    succeed: (token: string, output: unknown): void => find(token).succeed(output),
    fail: (token: string, error = 'States.TaskFailed', cause = ''): void =>
      find(token).fail(makeStateError(error, cause)),
    beat: (token: string): void => find(token).beat(),
  };
};
