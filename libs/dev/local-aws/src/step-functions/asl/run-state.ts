import { type RunOptions, StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import type { State } from './definition.ts';
import { evaluate } from './fill-template.ts';
import type { Context } from './json-path.ts';
import { prepareState, targetsOf } from './prepare-state.ts';
import { runMap, runParallel } from './run-branches.ts';
import { runPass } from './run-pass.ts';
import { runTask } from './run-task.ts';
import type { Scope, Work } from './scope.ts';
import { makeStateError, makeStopped } from './state-error.ts';

/** Name of the state in the library's machine. No state of a definition has it. */
const STATE = '';

export type StateResult = { readonly output: unknown; readonly next?: string };

/**
 * Runs one state by the library. It decides where the input and the result go, retries, catches, chooses and waits. What a
 * state does in between is ours: its tokens, its branches, its functions.
 *
 * The library cannot be given the whole definition. It ends no task of a failed branch, it has one context object for all
 * attempts of all states, and it ends a task after 60 s.
 */
export const runState = async (
  name: string,
  state: State,
  input: unknown,
  scope: Scope,
): Promise<StateResult> => {
  const context = { ...scope.context, State: { EnteredTime: new Date().toISOString(), Name: name } };
  if (state.Type === 'Fail') throw errorOfFail(state, input, context);
  let next: string | undefined;
  const goTo = (target: string): Work => {
    return async (output) => {
      next = target;
      return output;
    };
  };
  const targets = targetsOf(state);
  const work = workOf(state, input, context, scope);
  const definition = { StartAt: STATE, States: { [STATE]: prepareState(state), ...targetStates(targets) } };
  const handlers = {
    ...(work && { [STATE]: work }),
    ...Object.fromEntries(targets.map((target) => [target, goTo(target)])),
  };
  const output = await runInLibrary(definition, input, context, handlers, scope.signal);
  return { output, ...(next !== undefined && { next }) };
};

const targetStates = (targets: readonly string[]): Record<string, object> =>
  Object.fromEntries(targets.map((target) => [target, { Type: 'Task', Resource: 'none', End: true }]));

const runInLibrary = async (
  definition: object,
  input: unknown,
  context: Context & { readonly Execution?: unknown },
  handlers: Record<string, Work>,
  signal: AbortSignal,
): Promise<unknown> => {
  const machine = new StateMachine(definition as StateMachineDefinition, {
    validationOptions: { noValidate: true },
  });
  const { result, abort } = machine.run(input as never, {
    overrides: { taskResourceLocalHandlers: handlers } as unknown as NonNullable<RunOptions['overrides']>,
    // The library writes its own start time and input over those of `Execution`.
    context: { ...context, Run: context.Execution } as NonNullable<RunOptions['context']>,
  });
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await result;
  } catch (error) {
    throw signal.aborted ? makeStopped() : ((error as Error).cause ?? error);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};

const workOf = (state: State, input: unknown, context: Context, scope: Scope): Work | undefined => {
  switch (state.Type) {
    case 'Task':
      return runTask(state, input, context, scope);
    case 'Pass':
      return runPass(state, context);
    case 'Parallel':
      return runParallel(state, context, scope);
    case 'Map':
      return runMap(state, context, scope);
    case 'Choice':
    case 'Wait':
    case 'Succeed':
    case 'Fail':
      return undefined;
    default:
      return state.Type satisfies never;
  }
};

const errorOfFail = (state: State, input: unknown, context: Context): Error => {
  const read = (path?: string): string | undefined =>
    path === undefined ? undefined : String(evaluate(path, input, context));
  return makeStateError(
    state.Error ?? read(state.ErrorPath) ?? '',
    state.Cause ?? read(state.CausePath) ?? '',
  );
};
