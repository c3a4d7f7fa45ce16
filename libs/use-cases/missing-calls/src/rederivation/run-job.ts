import type { RederivationJob } from '@recordings/call-record';
import type { RederivationDeps } from './rederivation-deps.ts';
import { type FinalCallResult, rederiveFinalCall } from './rederive-final-call.ts';
import { type Progress, saveCheckpoint } from './save-checkpoint.ts';

/**
 * Derives the calls of a job again, from its checkpoint on.
 *
 * @returns whether the job is complete. False: the process stops, or another run has taken the job.
 */
export const runJob = async (
  deps: RederivationDeps,
  taken: RederivationJob,
  signal: AbortSignal,
): Promise<boolean> => {
  const { note, policy } = deps;
  let progress: Progress = { cursor: taken.cursor, counts: taken.counts, status: 'running' };
  let handled = 0;
  const range = { fromDate: taken.cursor, toDate: taken.to };
  for await (const page of deps.finalCallPages(taken, range)) {
    for (const item of page) {
      if (signal.aborted) return stop(deps, taken, progress);
      progress = advance(progress, await rederiveFinalCall(deps, taken, item));
      handled += 1;
      const isDue = handled % policy.callsPerCheckpoint === 0;
      if (isDue && !(await saveCheckpoint(deps, taken, progress, false))) return lose(deps, taken, progress);
    }
    // A page without such calls renews the lease too.
    if (!(await saveCheckpoint(deps, taken, progress, false))) return lose(deps, taken, progress);
    if (signal.aborted) return stop(deps, taken, progress);
  }
  const completed: Progress = { ...progress, cursor: taken.to, status: 'completed' };
  if (!(await saveCheckpoint(deps, taken, completed, true))) return lose(deps, taken, progress);
  note({ type: 'rederivation_completed', ...rangeOf(taken, completed), counts: completed.counts });
  return true;
};

/** The cursor includes the time of the call: another call may have started in the same millisecond. */
const advance = (progress: Progress, { result, callTimestamp }: FinalCallResult): Progress => ({
  ...progress,
  cursor: callTimestamp ?? progress.cursor,
  counts: { ...progress.counts, [result]: progress.counts[result] + 1 },
});

const stop = async (deps: RederivationDeps, taken: RederivationJob, progress: Progress): Promise<false> => {
  await saveCheckpoint(deps, taken, progress, true);
  return lose(deps, taken, progress);
};

const lose = ({ note }: RederivationDeps, taken: RederivationJob, progress: Progress): false => {
  note({ type: 'rederivation_interrupted', ...rangeOf(taken, progress) });
  return false;
};

export const rangeOf = (
  { tenantId, groupId, from, to }: RederivationJob,
  { cursor }: Pick<Progress, 'cursor'>,
) => ({ tenantId, groupId, from, to, cursor });
