import { epochMsOf } from '@recordings/call-record';
import { executeClaimed } from './execute-claimed.ts';
import { executeRecorded } from './execute-recorded.ts';
import type { Execution, ExecutionOptions } from './execution.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';
import { runSweeps } from './sweeps/run-sweeps.ts';

/** Runs one execution. @returns undefined if another execution holds the claim. */
export type FindMissingCalls = (options: ExecutionOptions) => Promise<Execution | undefined>;

/**
 * Makes the function that runs one execution: find candidates, plan windows, queue their calls, publish the windows.
 *
 * Calls are queued before their window is published, each by a write that confirms what the eventual index said. After
 * a crash between the two, the next executions find the calls stale and take them again.
 */
export const makeFindMissingCalls =
  (deps: MissingCallsDeps): FindMissingCalls =>
  async (options) => {
    const { note } = deps;
    try {
      const execution = await executeIfFree(deps, options);
      noteEnd(deps, execution);
      return execution;
    } catch (error) {
      note({ type: 'pooler_execution_failed', err: error });
      throw error;
    }
  };

const noteEnd = ({ note, now }: MissingCallsDeps, execution: Execution | undefined): void => {
  if (!execution) return note({ type: 'pooler_execution_busy' });
  const { plan: _, ...figures } = execution;
  note({ type: 'pooler_execution_completed', ...figures, timestamp: now() });
};

const executeIfFree = async (
  deps: MissingCallsDeps,
  options: ExecutionOptions,
): Promise<Execution | undefined> => {
  const { claim, makeId, note, now } = deps;
  const batchId = makeId();
  if (!(await claim.take(batchId, now()))) return undefined;
  const startedMs = epochMsOf(now());
  try {
    return await executeRecorded(deps, batchId, options, async () => {
      const execution = await executeClaimed(deps, batchId, options);
      await runSweeps(deps, { batchId, now: now() }, options);
      return execution;
    });
  } finally {
    note({ type: 'execution_measured', durationMs: epochMsOf(now()) - startedMs });
    await claim.release(batchId);
  }
};
