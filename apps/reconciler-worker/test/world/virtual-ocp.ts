import { type ExportConstraints, epochMsOf, type RegistryGroup, timestampOf } from '@recordings/call-record';
import {
  type CreateJobRequest,
  OcpExpiredError,
  OcpNotFoundError,
  OcpRequestRejectedError,
  OcpThrottledError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import { MINUTE_MS, type Timeline } from './timeline.ts';

/**
 * How a job goes on once it is made. `vanish`: OCP forgets it; `expire`: its results are deleted soon after its end.
 * `hang`: OCP says for ever that it runs, `mute`: OCP rejects every question about it; both let go of the slot when the
 * life of a job is over.
 */
export type JobScript = {
  readonly kind: 'finish' | 'fail' | 'vanish' | 'expire' | 'hang' | 'mute';
  readonly runsMinutes: number;
};
/** How OCP answers a POST. `lost`: the job is made, the answer is an error. */
export type CreateAnswer = 'made' | 'lost' | 'throttled' | 'unavailable' | 'rejected';

export type OcpCall = {
  readonly callId: string;
  readonly groupId: string;
  readonly startMs: number;
  readonly endMs: number;
  /** From when OCP has its recording; Infinity: never. */
  readonly recordedMs: number;
  /** So many jobs whose range includes it fail. */
  readonly failingJobs: number;
};

/** A person's export in the console: holds the slot of a group. */
export type ConsoleJob = { readonly groupId: string; readonly fromMs: number; readonly toMs: number };

export type OcpScript = {
  readonly calls: readonly OcpCall[];
  readonly selectsBy: 'start' | 'end';
  /** In the order in which they are used up; after the last, all goes well. */
  readonly jobs: readonly JobScript[];
  readonly creates: readonly CreateAnswer[];
  readonly consoleJobs: readonly ConsoleJob[];
  readonly tellsStarts: boolean;
  /** Whether OCP itself refuses a second job where it allows one. If not, only we can see to it. */
  readonly enforcesSlot: boolean;
};

export type OcpJob = {
  readonly jobId: string;
  readonly groupId: string;
  readonly fromDate: string;
  readonly toDate: string;
  readonly createdMs: number;
  readonly endsMs: number;
  readonly goneMs: number;
  readonly kind: JobScript['kind'];
  readonly calls: readonly OcpCall[];
};

export type VirtualOcp = {
  create(group: RegistryGroup, request: CreateJobRequest): { kind: 'created' | 'busy'; exportJobId: string };
  list(groupId: string): OcpJob[];
  statusOf(job: OcpJob): 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'UNKNOWN';
  /** @throws as OCP does for results that are gone. */
  results(jobId: string): readonly OcpCall[];
  find(jobId: string): OcpJob | undefined;
  readonly jobs: readonly OcpJob[];
  readonly tellsStarts: boolean;
  /** The jobs that run for a group now are nobody's any more: their answers were lost, and so was every look for them. */
  orphan(groupId: string): void;
  /** Every request that no product of ours should send. */
  readonly complaints: string[];
};

const DONE: JobScript = { kind: 'finish', runsMinutes: 1 };
const SHORT_LIFE_MS = 3 * MINUTE_MS;

export const makeVirtualOcp = (timeline: Timeline, script: OcpScript): VirtualOcp => {
  const jobs: OcpJob[] = [];
  const complaints: string[] = [];
  const orphans = new Set<OcpJob>();
  const creates = [...script.creates];
  const failures = new Map(script.calls.map(({ callId, failingJobs }) => [callId, failingJobs]));
  const scripts = [...script.jobs];

  const make = (group: RegistryGroup, { fromDate, toDate }: CreateJobRequest): OcpJob => {
    const { kind, runsMinutes } = scripts.shift() ?? DONE;
    const createdMs = timeline.nowMs();
    const lifeMs = group.exportConstraints.jobLifeMinutes * MINUTE_MS;
    const isEndless = kind === 'hang' || kind === 'mute';
    const endsMs = createdMs + (isEndless ? lifeMs - MINUTE_MS : runsMinutes * MINUTE_MS);
    const isInRange = (call: OcpCall): boolean => {
      const instant = script.selectsBy === 'start' ? call.startMs : call.endMs;
      return call.groupId === group.name && instant >= Date.parse(fromDate) && instant < Date.parse(toDate);
    };
    const inRange = script.calls.filter(isInRange);
    const poison = inRange.find(({ callId }) => failures.get(callId)! > 0)?.callId;
    if (poison !== undefined) failures.set(poison, failures.get(poison)! - 1);
    const job: OcpJob = {
      jobId: `job-${jobs.length + 1}`,
      groupId: group.name,
      fromDate,
      toDate,
      createdMs,
      endsMs,
      goneMs: endsMs + (kind === 'expire' ? SHORT_LIFE_MS : lifeMs),
      kind: poison === undefined ? kind : 'fail',
      calls: inRange.filter(({ recordedMs }) => recordedMs <= createdMs),
    };
    jobs.push(job);
    return job;
  };
  const runningOf = (groupId: string): OcpJob[] =>
    jobs.filter((job) => job.groupId === groupId && timeline.nowMs() < job.endsMs);
  const slotHolder = (groupId: string): string | undefined => {
    const nowMs = timeline.nowMs();
    const isConsole = script.consoleJobs.some(
      (one) => one.groupId === groupId && one.fromMs <= nowMs && nowMs < one.toMs,
    );
    const running = runningOf(groupId);
    const ours = running.find((job) => !orphans.has(job));
    if (ours && !script.enforcesSlot) complaints.push(`a second job of ${groupId} while ${ours.jobId} runs`);
    return isConsole ? 'console' : script.enforcesSlot ? running[0]?.jobId : undefined;
  };
  const statusOf = (job: OcpJob) => {
    const nowMs = timeline.nowMs();
    if (nowMs < job.endsMs || job.kind === 'hang' || job.kind === 'mute') return 'IN_PROGRESS';
    if (job.kind === 'fail') return 'FAILED';
    if (job.kind === 'vanish') return 'UNKNOWN';
    return nowMs < job.goneMs ? 'COMPLETED' : 'EXPIRED';
  };
  const find = (jobId: string): OcpJob | undefined => jobs.find((job) => job.jobId === jobId);

  return {
    jobs,
    tellsStarts: script.tellsStarts,
    complaints,
    find,
    statusOf,
    orphan: (groupId) => runningOf(groupId).forEach((job) => orphans.add(job)),
    list: (groupId) => jobs.filter((job) => job.groupId === groupId && statusOf(job) !== 'UNKNOWN'),
    create: (group, request) => {
      complaints.push(...faultsOf(request, group.exportConstraints, timeline.nowMs()));
      const answer = creates.shift() ?? 'made';
      if (answer === 'throttled') throw new OcpThrottledError('createJob');
      if (answer === 'unavailable') throw new OcpUnavailableError('OCP createJob: 500');
      if (answer === 'rejected') throw new OcpRequestRejectedError('OCP createJob: 422');
      const holder = group.exportConstraints.runningJobsPerGroup === 1 ? slotHolder(group.name) : undefined;
      if (holder) return { kind: 'busy', exportJobId: holder };
      const { jobId } = make(group, request);
      if (answer === 'lost') throw new OcpUnavailableError('OCP createJob: connection reset');
      return { kind: 'created', exportJobId: jobId };
    },
    results: (jobId) => {
      const job = find(jobId);
      const status = job && statusOf(job);
      if (status === 'EXPIRED') throw new OcpExpiredError(`job ${jobId} expired`);
      if (status !== 'COMPLETED') throw new OcpNotFoundError(`job ${jobId}: ${status}`);
      return job!.calls;
    },
  };
};

/** OCP floors ends that are no whole hours and so loses the tail: such a range must never be asked for. */
const faultsOf = (
  { fromDate, toDate }: CreateJobRequest,
  rule: ExportConstraints,
  nowMs: number,
): string[] => {
  const [fromMs, toMs] = [epochMsOf(fromDate), epochMsOf(toDate)];
  const stepMs = Math.max(1, rule.alignMinutes * MINUTE_MS);
  const rangeMinutes = (toMs - fromMs) / MINUTE_MS;
  const range = `[${fromDate}, ${toDate}) at ${timestampOf(nowMs)}`;
  return [
    ...(fromMs % stepMs !== 0 || toMs % stepMs !== 0 ? [`unaligned range ${range}`] : []),
    ...(rangeMinutes < rule.minRangeMinutes || rangeMinutes > rule.maxRangeMinutes ? [`range ${range}`] : []),
    ...(toMs > nowMs + 2_000 ? [`range not closed yet ${range}`] : []),
  ];
};
