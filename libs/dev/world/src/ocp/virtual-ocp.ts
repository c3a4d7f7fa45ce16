import { type RegistryGroup, type Timestamp, timestampOf } from '@recordings/call-record';
import {
  type CreateJobRequest,
  OcpCredentialsError,
  OcpExpiredError,
  OcpNotFoundError,
  OcpRequestRejectedError,
  OcpThrottledError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import { MINUTE_MS, type Timeline } from '../time/timeline.ts';
import type { JobScript, ListingScript, OcpCall, OcpScript } from './ocp-script.ts';
import { faultsOf } from './request-faults.ts';

export type OcpJob = {
  readonly jobId: string;
  readonly groupId: string;
  /** The tenant whose credentials created it. */
  readonly tenant: string;
  readonly fromDate: string;
  readonly toDate: string;
  readonly createdMs: number;
  readonly endsMs: number;
  readonly goneMs: number;
  readonly kind: JobScript['kind'];
  readonly listing: ListingScript;
  readonly oddStatus?: JobScript['oddStatus'];
  readonly calls: readonly OcpCall[];
  /** The CDRs of all calls of its range, if it was asked for them. */
  readonly cdrs: readonly object[];
};

export type VirtualOcp = {
  create(
    group: RegistryGroup,
    request: CreateJobRequest,
  ): { kind: 'created' | 'busy'; exportJobId: string; readyAt?: Timestamp };
  list(groupId: string): OcpJob[];
  statusOf(job: OcpJob): 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'ABSENT' | 'UNKNOWN';
  /** @throws {OcpExpiredError | OcpNotFoundError} if the results are gone. */
  results(jobId: string): readonly OcpCall[];
  /** @throws as `results` does. */
  cdrs(jobId: string): readonly object[];
  /** @throws as `results` does. */
  download(jobId: string, callId: string): Uint8Array;
  find(jobId: string): OcpJob | undefined;
  /** @throws {OcpCredentialsError} while OCP refuses this request of the tenant. */
  checkCredentials(group: RegistryGroup, request: string): void;
  readonly jobs: readonly OcpJob[];
  readonly listsStarts: boolean;
  readonly pageSize: number;
  /** Notes that a tenant's credentials ask about a job. Those of another tenant may do so only for a lost job. */
  noteAsked(jobId: string, tenant: string): void;
  /** From now on the jobs that run for a group belong to no export of ours: their answers were lost for good. */
  orphanJobs(groupId: string): void;
  /** Requests that our system must never send. */
  readonly complaints: string[];
};

const DONE: JobScript = { kind: 'finish', runsMinutes: 1 };
const SHORT_LIFE_MS = 3 * MINUTE_MS;
/** Begins the id of a recording that a listing names beside the right one. */
export const WRONG = 'wrong-';
const NO_AUDIO = Buffer.from('503 try again later');

export const makeVirtualOcp = (timeline: Timeline, script: OcpScript): VirtualOcp => {
  const jobs: OcpJob[] = [];
  const complaints: string[] = [];
  const { slotHolder, ...askers } = makeSlots(timeline, script, jobs, complaints);
  const create = makeCreate(script, slotHolder, makeAddJob(timeline, script, jobs));
  const badDownloads = new Map(script.calls.map((call) => [call.callId, call.badDownloads]));
  const statusOf = (job: OcpJob) => statusAt(job, timeline.nowMs());
  const find = (jobId: string): OcpJob | undefined => jobs.find((job) => job.jobId === jobId);
  const resultsOf = (jobId: string): OcpJob => finishedOf(find(jobId), jobId, timeline.nowMs());
  const results = (jobId: string): readonly OcpCall[] => resultsOf(jobId).calls;

  return {
    jobs,
    listsStarts: script.listsStarts,
    pageSize: script.pageSize,
    complaints,
    find,
    statusOf,
    results,
    cdrs: (jobId) => resultsOf(jobId).cdrs,
    ...askers,
    checkCredentials: makeCheckCredentials(timeline, script),
    list: (groupId) => jobs.filter((job) => job.groupId === groupId && statusOf(job) !== 'ABSENT'),
    create: (group, request) => {
      complaints.push(...faultsOf(request, group.exportConstraints, timeline.nowMs()));
      return create(group, request);
    },
    download: (jobId, callId) => {
      if (callId.startsWith(WRONG)) return NO_AUDIO;
      const call = results(jobId).find((one) => one.callId === callId);
      if (!call) throw new OcpNotFoundError(`job ${jobId} has no recording ${callId}`);
      const badLeft = badDownloads.get(callId)!;
      badDownloads.set(callId, badLeft - 1);
      return badLeft > 0 ? NO_AUDIO : call.recording;
    },
  };
};

/** @throws {OcpExpiredError | OcpNotFoundError} if the results of the job are gone. */
const finishedOf = (job: OcpJob | undefined, jobId: string, nowMs: number): OcpJob => {
  const status = job && trueStatusAt(job, nowMs);
  if (status === 'EXPIRED') throw new OcpExpiredError(`job ${jobId} expired`);
  if (!job || status !== 'COMPLETED') throw new OcpNotFoundError(`job ${jobId}: ${status}`);
  return job;
};

const makeCheckCredentials =
  (timeline: Timeline, { refusedTimes }: OcpScript): VirtualOcp['checkCredentials'] =>
  ({ tenant, name }, request) => {
    const nowMs = timeline.nowMs();
    const isRefused = refusedTimes.some(
      (time) =>
        time.tenant === tenant &&
        time.groupId === name &&
        time.fromMs <= nowMs &&
        nowMs < time.toMs &&
        (time.request ?? request) === request,
    );
    if (isRefused) throw new OcpCredentialsError(`OCP ${request}: HTTP 401`);
  };

const statusAt = (job: OcpJob, nowMs: number): ReturnType<VirtualOcp['statusOf']> => {
  const status = trueStatusAt(job, nowMs);
  const isOdd =
    (status === 'IN_PROGRESS' && job.oddStatus !== undefined) ||
    (status === 'COMPLETED' && job.oddStatus === 'always');
  return isOdd ? 'UNKNOWN' : status;
};

const trueStatusAt = (job: OcpJob, nowMs: number): Exclude<ReturnType<VirtualOcp['statusOf']>, 'UNKNOWN'> => {
  if (nowMs < job.endsMs || job.kind === 'hang' || job.kind === 'mute') return 'IN_PROGRESS';
  if (job.kind === 'fail') return 'FAILED';
  if (job.kind === 'vanish') return 'ABSENT';
  return nowMs < job.goneMs ? 'COMPLETED' : 'EXPIRED';
};

/** The one slot of each group. */
const makeSlots = (
  timeline: Timeline,
  { consoleJobs, enforcesSlot }: OcpScript,
  jobs: readonly OcpJob[],
  complaints: string[],
) => {
  const orphans = new Set<OcpJob>();
  const runningOf = (groupId: string): OcpJob[] =>
    jobs.filter((job) => job.groupId === groupId && timeline.nowMs() < job.endsMs);
  return {
    noteAsked: (jobId: string, tenant: string): void => {
      const job = jobs.find((one) => one.jobId === jobId);
      if (job && job.tenant !== tenant && !orphans.has(job))
        complaints.push(`the credentials of ${tenant} asked about ${jobId} of ${job.tenant}`);
    },
    orphanJobs: (groupId: string): void => {
      for (const job of runningOf(groupId)) orphans.add(job);
    },
    slotHolder: (groupId: string): string | undefined => {
      const nowMs = timeline.nowMs();
      const isConsole = consoleJobs.some(
        (one) => one.groupId === groupId && one.fromMs <= nowMs && nowMs < one.toMs,
      );
      const running = runningOf(groupId);
      const ours = running.find((job) => !orphans.has(job));
      if (ours && !enforcesSlot) complaints.push(`a second job of ${groupId} while ${ours.jobId} runs`);
      return isConsole ? 'console' : enforcesSlot ? running[0]?.jobId : undefined;
    },
  };
};

const makeCreate = (
  script: OcpScript,
  slotHolder: (groupId: string) => string | undefined,
  addJob: ReturnType<typeof makeAddJob>,
): VirtualOcp['create'] => {
  const creates = [...script.creates];
  return (group, request) => {
    const answer = creates.shift() ?? 'made';
    if (answer === 'throttled') throw new OcpThrottledError('createJob');
    if (answer === 'unavailable') throw new OcpUnavailableError('OCP createJob: 500');
    if (answer === 'rejected') throw new OcpRequestRejectedError('OCP createJob: 422');
    const holder = group.exportConstraints.runningJobsPerGroup === 1 ? slotHolder(group.name) : undefined;
    if (holder) return { kind: 'busy', exportJobId: holder };
    const job = addJob(group, request);
    if (answer === 'lost') throw new OcpUnavailableError('OCP createJob: connection reset');
    return { kind: 'created', exportJobId: job.jobId, ...estimateOf(job, script) };
  };
};

/** An optimistic OCP says of every job that it ends within a minute. */
const estimateOf = (
  { createdMs, endsMs }: OcpJob,
  { estimates }: OcpScript,
): { readonly readyAt?: Timestamp } => {
  if (estimates === undefined) return {};
  return { readyAt: timestampOf(estimates === 'right' ? endsMs : createdMs + MINUTE_MS) };
};

const makeAddJob = (timeline: Timeline, script: OcpScript, jobs: OcpJob[]) => {
  const scripts = [...script.jobs];
  const failingJobs = new Map(script.calls.map((call) => [call.callId, call.failingJobs]));

  return (group: RegistryGroup, { fromDate, toDate, withCdrs }: CreateJobRequest): OcpJob => {
    const { kind, runsMinutes, listing = 'whole', oddStatus } = scripts.shift() ?? script.laterJobs ?? DONE;
    const createdMs = timeline.nowMs();
    const lifeMs = group.exportConstraints.jobLifeMinutes * MINUTE_MS;
    const isEndless = kind === 'hang' || kind === 'mute';
    const endsMs = createdMs + (isEndless ? lifeMs - MINUTE_MS : runsMinutes * MINUTE_MS);
    const inRange = script.calls.filter((call) => {
      const instant = script.selectsBy === 'start' ? call.startMs : call.endMs;
      return call.groupId === group.name && instant >= Date.parse(fromDate) && instant < Date.parse(toDate);
    });
    const poison = inRange.find(({ callId }) => failingJobs.get(callId)! > 0)?.callId;
    if (poison !== undefined) failingJobs.set(poison, failingJobs.get(poison)! - 1);
    const job: OcpJob = {
      jobId: `job-${jobs.length + 1}`,
      groupId: group.name,
      tenant: group.tenant,
      fromDate,
      toDate,
      createdMs,
      endsMs,
      goneMs: endsMs + (kind === 'expire' ? SHORT_LIFE_MS : lifeMs),
      kind: poison === undefined ? kind : 'fail',
      listing,
      oddStatus,
      cdrs: withCdrs
        ? inRange.filter(({ deletedMs }) => createdMs < deletedMs).flatMap(({ cdrs = [] }) => cdrs)
        : [],
      calls: inRange.filter(({ recordedMs, deletedMs }) => recordedMs <= createdMs && createdMs < deletedMs),
    };
    jobs.push(job);
    return job;
  };
};
