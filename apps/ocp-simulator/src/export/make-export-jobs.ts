import { isRecorded, type PlannedCall } from '../plan/planned-call.ts';
import { admitRange, type RangeVerdict, type TimeRange } from './admit-range.ts';
import { type ExportJob, isRunningAt } from './export-job.ts';
import type { ExportProfile } from './export-profile.ts';
import { makeCdrs } from './make-cdrs.ts';
import { makeResult, type ResultDeps } from './make-result.ts';
import { numberFrom } from './number-id.ts';
import { selectCalls, selectRecordings } from './select-recordings.ts';

export type ExportJobsDeps = ResultDeps & {
  readonly calls: readonly PlannedCall[];
  readonly profile: ExportProfile;
  /** How long a job takes. */
  readonly durationMs: number;
  /** How long a finished job is kept. */
  readonly lifeMs: number;
  readonly now: () => number;
  readonly newId: () => string;
};

export type Creation =
  | { readonly kind: 'created'; readonly job: ExportJob }
  | { readonly kind: 'busy'; readonly exportJobId: string }
  | Extract<RangeVerdict, { kind: 'refused' }>;

export type ExportJobs = {
  /** @param types what the job is asked for; none: recordings. */
  create(groupName: string, asked: TimeRange, types?: readonly string[]): Creation;
  find(exportJobId: string): ExportJob | undefined;
  /** Jobs in the order of their creation; those of one group if it is named. */
  list(groupName?: string): ExportJob[];
  /** Creates that were refused because a job of the API ran for the group: its clients wanted two at once. */
  collisions(): number;
};

type JobOrder = Omit<ExportJob, 'exportJobId' | 'createdAt' | 'lifeMs'> & {
  readonly exportJobId?: string | undefined;
  readonly lifeMs?: number | undefined;
};

/** The Export API's jobs, in memory. */
export const makeExportJobs = (deps: ExportJobsDeps): ExportJobs => {
  const { profile, story, now } = deps;
  const jobs = new Map<string, ExportJob>();
  let [made, collisions] = [0, 0];
  const list = (groupName?: string): ExportJob[] =>
    [...jobs.values()].filter(
      (job) => isKnownAt(job, now()) && (groupName === undefined || job.groupName === groupName),
    );

  const add = ({ exportJobId = deps.newId(), lifeMs = deps.lifeMs, ...order }: JobOrder): ExportJob => {
    const job = { ...order, exportJobId, createdAt: now(), lifeMs };
    jobs.set(job.exportJobId, job);
    return job;
  };

  return {
    create: (groupName, asked, types = []) => {
      const verdict = admitRange(asked, profile);
      if (verdict.kind === 'refused') return verdict;
      const { busyMs } = story.at('slot', { group: groupName });
      if (busyMs !== undefined) add(consoleOrder(deps, groupName, verdict.range, busyMs));
      const holder = holderOf(list(groupName), profile, now());
      if (holder?.madeBy === 'api') collisions += 1;
      if (holder) return { kind: 'busy', exportJobId: holder.exportJobId };
      made += 1;
      return {
        kind: 'created',
        job: add(apiOrder(deps, groupName, { asked, exported: verdict.range }, types, made)),
      };
    },
    find: (exportJobId) => list().find((job) => job.exportJobId === exportJobId),
    list,
    collisions: () => collisions,
  };
};

const isKnownAt = (
  { createdAt, vanishesAfterMs = Number.POSITIVE_INFINITY }: ExportJob,
  now: number,
): boolean => now < createdAt + vanishesAfterMs;

const apiOrder = (
  deps: ExportJobsDeps,
  groupName: string,
  ranges: Pick<ExportJob, 'asked' | 'exported'>,
  types: readonly string[],
  place: number,
): JobOrder => {
  const { story } = deps;
  const effects = story.at('job', { group: groupName, job: place });
  const { numbersFrom, durationTimes = 1, durationMs = deps.durationMs * durationTimes } = effects;
  return {
    ...ranges,
    groupName,
    place,
    exportJobId: numbersFrom === undefined ? undefined : numberFrom(numbersFrom, place),
    durationMs,
    lifeMs: effects.lifeMs,
    vanishesAfterMs: effects.vanishesAfterMs,
    madeBy: 'api',
    result:
      effects.fails === undefined
        ? apiResult(deps, selectCalls(deps.calls, groupName, ranges.exported, deps.now()), types, place)
        : { kind: 'failed', errorMessage: effects.fails },
  };
};

const apiResult = (
  deps: ExportJobsDeps,
  selected: readonly PlannedCall[],
  types: readonly string[],
  place: number,
): ExportJob['result'] => ({
  ...makeResult(deps, selected.filter(isRecorded), place),
  cdrs: makeCdrs(deps, selected, types, place),
});

/** A job that a person makes in the console, for the hour before. */
const consoleOrder = (
  deps: ExportJobsDeps,
  groupName: string,
  { from }: TimeRange,
  durationMs: number,
): JobOrder => {
  const range = { from: from - 3_600_000, to: from };
  const result = makeResult(deps, selectRecordings(deps.calls, groupName, range, deps.now()));
  return { groupName, asked: range, exported: range, durationMs, madeBy: 'console', result };
};

/** The running job that holds the group's slot. A job of the console holds it in every profile. */
const holderOf = (
  jobs: readonly ExportJob[],
  { runningJobsPerGroup }: ExportProfile,
  now: number,
): ExportJob | undefined => {
  const running = jobs.filter((job) => isRunningAt(job, now));
  return (
    running.find(({ madeBy }) => madeBy === 'console') ??
    (running.length >= runningJobsPerGroup ? running.at(-1) : undefined)
  );
};
