import type { JobFaults } from '../faults/make-job-faults.ts';
import type { PlannedCall } from '../plan/planned-call.ts';
import { admitRange, type RangeVerdict, type TimeRange } from './admit-range.ts';
import { type ExportJob, type ExportResult, isRunningAt } from './export-job.ts';
import type { ExportProfile } from './export-profile.ts';
import { selectRecordings } from './select-recordings.ts';

export type ExportJobsDeps = {
  readonly calls: readonly PlannedCall[];
  readonly profile: ExportProfile;
  readonly faults: JobFaults;
  /** How long a job takes. */
  readonly durationMs: number;
  /** How long a finished job is kept. */
  readonly lifeMs: number;
  /** How long the console holds a slot under `busy-slot`. */
  readonly busySlotMs: number;
  readonly now: () => number;
  readonly newId: () => string;
};

export type Creation =
  | { readonly kind: 'created'; readonly job: ExportJob }
  | { readonly kind: 'busy'; readonly exportJobId: string }
  | Extract<RangeVerdict, { kind: 'refused' }>;

export type ExportJobs = {
  create(groupName: string, asked: TimeRange): Creation;
  find(exportJobId: string): ExportJob | undefined;
  /** Jobs in the order of their creation; those of one group if it is named. */
  list(groupName?: string): ExportJob[];
  /** Creates that were refused because a job of the API ran for the group: its clients wanted two at once. */
  collisions(): number;
};

type JobOrder = Pick<ExportJob, 'groupName' | 'asked' | 'exported' | 'durationMs' | 'madeBy' | 'result'>;

/** The Export API's jobs, in memory. */
export const makeExportJobs = (deps: ExportJobsDeps): ExportJobs => {
  const { profile, faults, now } = deps;
  const jobs = new Map<string, ExportJob>();
  let collisions = 0;
  const list = (groupName?: string): ExportJob[] =>
    [...jobs.values()].filter((job) => groupName === undefined || job.groupName === groupName);

  const add = (order: JobOrder): ExportJob => {
    const job = { ...order, exportJobId: deps.newId(), createdAt: now(), lifeMs: deps.lifeMs };
    jobs.set(job.exportJobId, job);
    return job;
  };

  return {
    create: (groupName, asked) => {
      const verdict = admitRange(asked, profile);
      if (verdict.kind === 'refused') return verdict;
      if (faults.takesSlot(groupName)) add(consoleOrder(deps, groupName, verdict.range));
      const holder = holderOf(list(groupName), profile, now());
      if (holder?.madeBy === 'api') collisions += 1;
      if (holder) return { kind: 'busy', exportJobId: holder.exportJobId };
      return { kind: 'created', job: add(apiOrder(deps, groupName, asked, verdict.range)) };
    },
    find: (exportJobId) => jobs.get(exportJobId),
    list,
    collisions: () => collisions,
  };
};

const apiOrder = (
  { calls, faults, durationMs, now }: ExportJobsDeps,
  groupName: string,
  asked: TimeRange,
  exported: TimeRange,
): JobOrder => ({
  groupName,
  asked,
  exported,
  durationMs: faults.durationMs(durationMs),
  madeBy: 'api',
  result: faults.fails(groupName)
    ? { kind: 'failed', errorMessage: 'the export failed in OCP' }
    : exportedResult(selectRecordings(calls, groupName, exported, now()), faults),
});

const exportedResult = (selected: ReturnType<typeof selectRecordings>, faults: JobFaults): ExportResult => {
  const { shown = [], hidden = [] } = Object.groupBy(selected, (call) =>
    faults.hides(call) ? 'hidden' : 'shown',
  );
  return { kind: 'exported', recordings: shown, notFound: hidden.map(({ callId }) => callId) };
};

/** A job that a person makes in the console, for the hour before. */
const consoleOrder = (
  { calls, busySlotMs, now }: ExportJobsDeps,
  groupName: string,
  { from }: TimeRange,
): JobOrder => {
  const range = { from: from - 3_600_000, to: from };
  const recordings = selectRecordings(calls, groupName, range, now());
  const result: ExportResult = { kind: 'exported', recordings, notFound: [] };
  return { groupName, asked: range, exported: range, durationMs: busySlotMs, madeBy: 'console', result };
};

/** The running job that holds the group's slot. Under `busy-slot` the console's job holds it in every profile. */
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
