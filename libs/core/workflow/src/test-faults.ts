import { stateOf } from './test-machine.ts';

type Handler = { readonly ErrorEquals: readonly string[] } & Readonly<Record<string, unknown>>;

/** The first that names the error, or all errors, decides. */
const handlerOf = (state: string, handlers: 'Retry' | 'Catch', error: string): Handler | undefined =>
  ((stateOf(state)[handlers] ?? []) as readonly Handler[]).find(
    ({ ErrorEquals }) => ErrorEquals.includes(error) || ErrorEquals.includes('States.ALL'),
  );

/** How a state is repeated after an error. */
export const retryOf = (state: string, error: string): object => {
  const { ErrorEquals: _, ...found } = handlerOf(state, 'Retry', error)!;
  return found;
};

/** Where a state goes on after an error that is not repeated any more. */
export const catchOf = (state: string, error: string): unknown => handlerOf(state, 'Catch', error)?.['Next'];

/** Seconds, repetitions, and the factor by which each wait is longer. */
export const retry = (IntervalSeconds: number, MaxAttempts: number, BackoffRate: number): object => ({
  ...{ IntervalSeconds, MaxAttempts, BackoffRate },
});
