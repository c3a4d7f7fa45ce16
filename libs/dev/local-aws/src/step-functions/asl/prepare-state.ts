import type { State } from './definition.ts';
import { HEARTBEAT_TIMEOUT, TIMEOUT } from './state-error.ts';

/** Longest time of a task of the library. We time tasks out ourselves. A timer of Node takes at most 24 days. */
const FOREVER_SECONDS = 2_000_000;

const KEPT = ['InputPath', 'ResultPath', 'OutputPath', 'Retry', 'Catch', 'Next', 'End'] as const;

/** The states that may follow. */
export const targetsOf = ({ Next, Default, Choices = [], Catch = [] }: State): string[] => [
  ...new Set(
    [Next, Default, ...[...Choices, ...Catch].map((rule) => rule.Next)].filter((name) => name !== undefined),
  ),
];

/** The state as the library gets it. What does work is a task there, and a function of ours does the work. */
export const prepareState = (state: State): object => {
  const works = ['Task', 'Pass', 'Parallel', 'Map'].includes(state.Type);
  const kept = Object.fromEntries(
    Object.entries(state).filter(([key]) => !works || (KEPT as readonly string[]).includes(key)),
  );
  const task = works && { Type: 'Task', Resource: 'none', TimeoutSeconds: FOREVER_SECONDS };
  return correct({ ...kept, ...task }) as object;
};

/** Paths that are `$` if they are not given. */
const DEFAULT_IS_ALL: readonly string[] = ['InputPath', 'ResultPath', 'OutputPath'];

/**
 * - The library takes the path `$` of a result for the name of a field. It is the default.
 * - A missing heartbeat is a timeout too.
 * - The library writes into `$$.Execution`: `$$.Run` is what the execution really has.
 */
const correct = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(correct);
  if (typeof value === 'string') return value.replace(/^\$\$\.Execution\b/, () => '$$.Run');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, path]) => !(DEFAULT_IS_ALL.includes(key) && path === '$'))
      .map(([key, part]) => [key, key === 'ErrorEquals' ? withHeartbeat(part as string[]) : correct(part)]),
  );
};

const withHeartbeat = (errors: readonly string[]): string[] =>
  errors.includes(TIMEOUT) ? [...new Set([...errors, HEARTBEAT_TIMEOUT])] : [...errors];
