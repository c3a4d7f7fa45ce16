import type { RederivationJob } from '@recordings/call-record';
import { rangeOfNewRules, rulesOf } from './job-range.ts';
import type { RederivationDeps } from './rederivation-deps.ts';
import { type FinalCallResult, rederiveFinalCall } from './rederive-final-call.ts';
import { type Progress, saveCheckpoint } from './save-checkpoint.ts';
import { beginAt } from './take-job.ts';

/**
 * Derives the calls of a job again, from its checkpoint on. If the registry changes for the group meanwhile, it begins again:
 * the calls that were handled may have been derived by a wrong value.
 *
 * @returns whether the job is complete. False: the process stops, or another run has taken the job.
 */
export const runJob = async (
  deps: RederivationDeps,
  taken: RederivationJob,
  signal: AbortSignal,
): Promise<boolean> => {
  const isComplete = await runOnce(deps, taken, signal);
  if (isComplete !== 'outdated') return isComplete;
  const again = beginAt(rangeOfNewRules(deps, taken, taken), rulesOf(deps, taken));
  const begun = await saveCheckpoint(deps, taken, again, false);
  if (!begun) return lose(deps, taken, again);
  deps.note({ type: 'rederivation_started', ...rangeOf(begun, begun) });
  return runJob(deps, begun, signal);
};

const runOnce = async (
  deps: RederivationDeps,
  taken: RederivationJob,
  signal: AbortSignal,
): Promise<boolean | 'outdated'> => {
  const { note, policy } = deps;
  let progress: Progress = { cursor: taken.cursor, counts: taken.counts, status: 'running' };
  let handled = 0;
  const range = { fromDate: taken.cursor, toDate: taken.to };
  for await (const page of deps.finalCallPages(taken, range)) {
    for (const item of page) {
      if (signal.aborted) return stop(deps, taken, progress);
      if (isOutdated(deps, taken)) return 'outdated';
      progress = advance(progress, await rederiveFinalCall(deps, taken, item));
      handled += 1;
      const isDue = handled % policy.callsPerCheckpoint === 0;
      if (isDue && !(await saveCheckpoint(deps, taken, progress, false))) return lose(deps, taken, progress);
    }
    // A page without such calls renews the lease too.
    if (!(await saveCheckpoint(deps, taken, progress, false))) return lose(deps, taken, progress);
    if (signal.aborted) return stop(deps, taken, progress);
  }
  if (isOutdated(deps, taken)) return 'outdated';
  const completed: Progress = { ...progress, cursor: taken.to, status: 'completed' };
  if (!(await saveCheckpoint(deps, taken, completed, true))) return lose(deps, taken, progress);
  note({ type: 'rederivation_completed', ...rangeOf(taken, completed), counts: completed.counts });
  return true;
};

const isOutdated = (deps: RederivationDeps, job: RederivationJob): boolean =>
  rulesOf(deps, job) !== job.rules;

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
