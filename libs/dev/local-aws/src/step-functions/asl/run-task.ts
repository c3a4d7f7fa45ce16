import type { TaskLimits } from '../tasks/open-task.ts';
import { waitsForToken } from '../tasks/resource.ts';
import type { State } from './definition.ts';
import { fillTemplate } from './fill-template.ts';
import { type Context, readPath } from './json-path.ts';
import type { Scope, Work } from './scope.ts';
import { HEARTBEAT_TIMEOUT, makeRuntimeError, makeStopped, TIMEOUT } from './state-error.ts';

/** Calls the resource of a Task state. Each attempt has a token of its own. */
export const runTask = (state: State, stateInput: unknown, context: Context, scope: Scope): Work => {
  let attempts = 0;
  return async (input) => {
    if (scope.signal.aborted) throw makeStopped();
    const limits = limitsOf(state, stateInput, context);
    const task = scope.tasks.open(limits, scope.signal);
    const ofAttempt = {
      ...context,
      State: { ...(context['State'] as object), RetryCount: attempts++ },
      Task: { Token: task.token },
    };
    try {
      const { Resource = '', Parameters, ResultSelector } = state;
      const parameters = Parameters === undefined ? input : fillTemplate(Parameters, input, ofAttempt);
      const response = await Promise.race([scope.callResource(Resource, parameters), task.answer]);
      const result = waitsForToken(Resource) ? await task.answer : response;
      return ResultSelector === undefined ? result : fillTemplate(ResultSelector, result, ofAttempt);
    } catch (error) {
      throw renameHeartbeat(error as Error, state);
    } finally {
      task.close();
    }
  };
};

const limitsOf = (state: State, input: unknown, context: Context): TaskLimits => {
  const secondsOf = (seconds: number | undefined, path: string | undefined): number | undefined => {
    const value = path === undefined ? seconds : readPath(path, input, context);
    if (value === undefined) return undefined;
    if (!Number.isInteger(value) || Number(value) < 1)
      throw makeRuntimeError(`${JSON.stringify(value)} seconds: a task takes a whole number of at least 1`);
    return Number(value) * 1_000;
  };
  return {
    timeoutMs: secondsOf(state.TimeoutSeconds, state.TimeoutSecondsPath),
    heartbeatMs: secondsOf(state.HeartbeatSeconds, state.HeartbeatSecondsPath),
  };
};

/** AWS calls a missing heartbeat `States.Timeout`. It has its own name only for a state that retries or catches that. */
const renameHeartbeat = (error: Error, { Retry = [], Catch = [] }: State): Error => {
  if (error.name !== HEARTBEAT_TIMEOUT) return error;
  const isNamed = [...Retry, ...Catch].some(({ ErrorEquals }) => ErrorEquals.includes(HEARTBEAT_TIMEOUT));
  return isNamed ? error : Object.assign(error, { name: TIMEOUT });
};
