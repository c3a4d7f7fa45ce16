import type { Execution, ExecutionOptions } from './execution.ts';
import type { FindMissingCalls } from './find-missing-calls.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

export type CatchUpDeps = Pick<MissingCallsDeps, 'note'> & {
  readonly findMissingCalls: FindMissingCalls;
  /** Windows that are not closed, at most `limit`. Eventual: a window that was just published is not counted yet. */
  readonly countOpenWindows: (limit: number) => Promise<number>;
  readonly maxOutstandingWindows: number;
};

/**
 * Makes the function that starts executions by schedule. One execution takes a limited number of calls. While more
 * calls wait and few windows are on their way, another one follows at once: so a backlog keeps the workers busy until
 * the next time of the schedule, and an urgent call that arrives meanwhile finds few windows before it.
 *
 * @returns the first execution, undefined if another pooler's execution holds the claim.
 */
export const makeCatchUp =
  (deps: CatchUpDeps): FindMissingCalls =>
  async (options) => {
    const first = await deps.findMissingCalls(options);
    if (first && isWorthAnother(first, options)) await followUp(deps, options, first.totalEventsPublished);
    return first;
  };

const followUp = async (deps: CatchUpDeps, options: ExecutionOptions, published: number): Promise<void> => {
  const { findMissingCalls, maxOutstandingWindows, note } = deps;
  const open = await tryCountOpen(deps);
  if (open === undefined) return;
  let outstanding = published + open;
  while (outstanding < maxOutstandingWindows) {
    note({ type: 'pooler_execution_followed', outstandingWindows: outstanding });
    const execution = await findMissingCalls(options);
    if (!execution || !isWorthAnother(execution, options)) return;
    outstanding += execution.totalEventsPublished;
  }
};

/** The execution before it has completed, so a count that fails is reported and does not count as a failed execution. */
const tryCountOpen = async ({
  countOpenWindows,
  maxOutstandingWindows,
  note,
}: CatchUpDeps): Promise<number | undefined> => {
  try {
    return await countOpenWindows(maxOutstandingWindows);
  } catch (err) {
    note({ type: 'catch_up_failed', err });
    return undefined;
  }
};

/** An execution that published nothing, or not all, met calls or a topic that another one would meet again. */
const isWorthAnother = (
  { limitReached, isDryRun, totalEventsPublished, failedPublishes }: Execution,
  { signal }: ExecutionOptions,
): boolean =>
  limitReached && !isDryRun && totalEventsPublished > 0 && failedPublishes === 0 && !signal.aborted;
