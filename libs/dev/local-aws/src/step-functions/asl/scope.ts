import type { CallResource } from '../tasks/resource.ts';
import type { TaskTokens } from '../tasks/task-tokens.ts';
import type { States } from './definition.ts';
import type { Context } from './json-path.ts';

/** What the states of an execution, of a branch or of an item have in common. */
export type Scope = {
  /** Ends them: the execution was stopped, or another branch failed. */
  readonly signal: AbortSignal;
  readonly context: Context;
  readonly tasks: TaskTokens;
  readonly callResource: CallResource;
  /** Runs the states of a branch. */
  readonly runStates: RunStates;
};

/** A state that starts. */
export type Position = { readonly name: string; readonly input: unknown };

/** @returns the output of the last state. */
export type RunStates = (
  states: States,
  start: Position,
  scope: Scope,
  onState?: (position: Position) => void,
) => Promise<unknown>;

/** Works out the result of a state from its input. Called again for each retry. */
export type Work = (input: unknown) => Promise<unknown>;
