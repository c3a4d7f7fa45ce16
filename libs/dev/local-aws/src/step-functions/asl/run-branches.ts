import type { State, States } from './definition.ts';
import { fillTemplate } from './fill-template.ts';
import { type Context, readPath } from './json-path.ts';
import type { Scope, Work } from './scope.ts';
import { makeRuntimeError } from './state-error.ts';

/** Items of a Map state that AWS runs at a time if the definition sets no limit. */
const MAX_ITEMS_AT_A_TIME = 40;

export const runParallel =
  (state: State, context: Context, scope: Scope): Work =>
  async (input) => {
    const given = state.Parameters === undefined ? input : fillTemplate(state.Parameters, input, context);
    const branches = state.Branches ?? [];
    const runs = branches.map((branch) => startOf(branch, given));
    return select(state, await runTogether(runs, branches.length, scope), context);
  };

export const runMap =
  (state: State, context: Context, scope: Scope): Work =>
  async (input) => {
    const items = state.ItemsPath === undefined ? input : readPath(state.ItemsPath, input, context);
    if (!Array.isArray(items)) throw makeRuntimeError(`${state.ItemsPath ?? '$'} is no list of items`);
    const processor = state.ItemProcessor ?? state.Iterator!;
    const selector = state.ItemSelector ?? state.Parameters;
    const runs = items.map((Value: unknown, Index): Run => {
      const item = { Map: { Item: { Index, Value } } };
      const given = selector === undefined ? Value : fillTemplate(selector, input, { ...context, ...item });
      const run = startOf(processor, given);
      return (inner) => run({ ...inner, context: { ...inner.context, ...item } });
    });
    const { MaxConcurrency = 0, MaxConcurrencyPath: path } = state;
    const limit = path === undefined ? MaxConcurrency : Number(readPath(path, input, context));
    const results = await runTogether(runs, limit || MAX_ITEMS_AT_A_TIME, scope);
    return select(state, results, context);
  };

type Run = (scope: Scope) => Promise<unknown>;

const startOf =
  (states: States, input: unknown): Run =>
  (scope) =>
    scope.runStates(states, { name: states.StartAt, input }, scope);

/** Runs branches, some at a time. If one fails, the others are ended, and its error is thrown. */
const runTogether = async (runs: readonly Run[], atATime: number, scope: Scope): Promise<unknown[]> => {
  const failed = new AbortController();
  const signal = AbortSignal.any([scope.signal, failed.signal]);
  const results: unknown[] = [];
  let started = 0;
  const runNext = async (): Promise<void> => {
    while (started < runs.length && !signal.aborted) {
      const index = started++;
      results[index] = await runs[index]!({ ...scope, signal });
    }
  };
  const endOthers = (error: unknown): void => failed.abort(error);
  await Promise.all(Array.from({ length: Math.min(atATime, runs.length) }, () => runNext().catch(endOthers)));
  if (failed.signal.aborted) throw failed.signal.reason as Error;
  return results;
};

const select = ({ ResultSelector }: State, result: unknown, context: Context): unknown =>
  ResultSelector === undefined ? result : fillTemplate(ResultSelector, result, context);
