import type { RederivationJob } from '@recordings/call-record';
import type { GroupKey } from '@recordings/reconciliation';
import { type RederivationRange, rangeOfNewRules, rangeWithDefaults, rulesOf } from './job-range.ts';
import type { RederivationDeps } from './rederivation-deps.ts';
import { rangeOf, runJob } from './run-job.ts';
import { takeJob } from './take-job.ts';

export type StartedRederivation = {
  /** The job as this run took it. */
  readonly job: RederivationJob;
  /** Resolves when the run has ended. It never rejects: the error is reported, and the job stays unfinished. */
  readonly done: Promise<void>;
};

export type Rederivations = {
  /** The newest job of a group. */
  status(group: GroupKey): Promise<RederivationJob | undefined>;
  /**
   * Starts a job over the calls of a group that started in the range, or resumes an unfinished one over the same range. If
   * the registry says something else of the group since that one began, it begins again.
   *
   * @param range by default: an unfinished job if there is one, otherwise the retention of the group and 14 days before.
   * @returns undefined if another run holds the job.
   */
  start(
    group: GroupKey,
    range: Partial<RederivationRange>,
    signal: AbortSignal,
  ): Promise<StartedRederivation | undefined>;
  /** Resumes the job of a group if a run left it unfinished. */
  resume(group: GroupKey, signal: AbortSignal): Promise<StartedRederivation | undefined>;
};

/** Makes the functions that derive explained and given-up calls again after a correction of the registry. */
export const makeRederivations = (deps: RederivationDeps): Rederivations => {
  const take = async (group: GroupKey, range: RederivationRange | undefined, signal: AbortSignal) => {
    const taker = {
      owner: deps.makeId(),
      now: deps.now(),
      leaseMs: deps.policy.leaseMs,
      rules: rulesOf(deps, group),
      renewRange: (job: RederivationJob) => rangeOfNewRules(deps, group, job),
    };
    const taken = await deps.jobs.change(group, takeJob(group, range, taker));
    if (!taken) return undefined;
    const { job, kind } = taken;
    const type = kind === 'started' ? 'rederivation_started' : 'rederivation_resumed';
    deps.note({ type, ...rangeOf(job, job) });
    return { job, done: run(deps, job, signal) };
  };
  return {
    status: deps.jobs.get,
    resume: (group, signal) => take(group, undefined, signal),
    start: async (group, range, signal) => {
      const isDefault = range.from === undefined && range.to === undefined;
      const resumed = isDefault ? await take(group, undefined, signal) : undefined;
      return resumed ?? take(group, rangeWithDefaults(deps, group, range), signal);
    },
  };
};

const run = async (deps: RederivationDeps, job: RederivationJob, signal: AbortSignal): Promise<void> => {
  try {
    await runJob(deps, job, signal);
  } catch (err) {
    deps.note({ type: 'rederivation_failed', ...rangeOf(job, job), err });
    await endLease(deps, job).catch(() => undefined); // If this fails too, the lease ends by itself.
  }
};

/** Another run can resume the job at once. */
const endLease = ({ jobs, now }: RederivationDeps, { owner, ...group }: RederivationJob): Promise<void> =>
  jobs.change(group, (current) => {
    if (current?.owner !== owner) return { result: undefined };
    const next = { ...current, leaseUntil: now(), revision: current.revision + 1 };
    return { next, result: undefined };
  });
