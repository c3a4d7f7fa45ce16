import { type RegistryGroup, shifted } from '@recordings/call-record';
import { type OcpClient, OcpRequestRejectedError, OcpUnavailableError } from '@recordings/reconciliation';
import {
  makeHandleCheck,
  makeHandleRequest,
  makeWatch,
  type RecoveryDeps,
} from '@recordings/window-recovery';
import type { Life, Process } from './machine.ts';
import { exportPolicy, reconciliationPolicy, registry, retryRule, SHARDS } from './policies.ts';
import { MINUTE_MS, SECOND_MS, type Timeline } from './timeline.ts';
import type { Consumer, VirtualQueues } from './virtual-queues.ts';
import type { OcpJob, VirtualOcp } from './virtual-ocp.ts';
import { storesOf, type VirtualTables } from './virtual-stores.ts';
import type { World } from './virtual-table.ts';

export type Surroundings = World & {
  readonly tables: VirtualTables;
  readonly queues: VirtualQueues;
  readonly ocp: VirtualOcp;
  readonly makeId: () => string;
};

const { signal } = new AbortController();
const WATCH_MS = MINUTE_MS;

/** One worker as it is deployed: its consumers, and a watchdog that goes on for as long as the world does. */
export const runWorker = (surroundings: Surroundings, process: Process) => {
  const { timeline } = surroundings;
  const depsOf = (life: Life): RecoveryDeps => workerDeps(surroundings, process, life);
  const consumerOf = (make: typeof makeHandleRequest): Consumer => ({
    process,
    handle: (life, message) => make(depsOf(life))(message),
  });
  keepWatch(timeline, process, (life) => makeWatch(depsOf(life)));
  return { requests: consumerOf(makeHandleRequest), checks: consumerOf(makeHandleCheck) };
};

/** Round after round, never two at a time; a new life begins with a watch of its own. */
const keepWatch = (
  timeline: Timeline,
  process: Process,
  watchOf: (life: Life) => () => Promise<void>,
): void => {
  const live = (life: Life): void => {
    const watch = watchOf(life);
    const again = (): void => timeline.after(WATCH_MS, round);
    const round = (): void => void watch().then(again, again);
    round();
    lookForNext(life);
  };
  const lookForNext = (life: Life): void =>
    timeline.after(WATCH_MS, () => (process.life === life ? lookForNext(life) : live(process.life)));
  live(process.life);
};

const workerDeps = (surroundings: Surroundings, process: Process, life: Life): RecoveryDeps => {
  const { tables, queues, timeline } = surroundings;
  return {
    ...storesOf(tables, life),
    registry,
    ocpOf: (group) => ocpClient(surroundings, life, group),
    sendCheck: (check, delayMs) => queues.send(life, 'checks', check, Math.min(delayMs, 15 * MINUTE_MS)),
    sendDownloads: (tasks) => queues.sendAll(life, 'downloads', tasks),
    exportPolicy,
    reconciliationPolicy,
    retryRule,
    gatherMs: 10 * SECOND_MS,
    audioFormat: 'wav',
    shardCount: SHARDS,
    now: () => shifted(timeline.now(), process.skewMs),
    makeId: surroundings.makeId,
    timeoutSignal: () => signal,
    signal,
    note: () => undefined,
  };
};

const unavailable = (): Error => new OcpUnavailableError('OCP: 503');

const ocpClient = ({ machine, ocp }: Surroundings, life: Life, group: RegistryGroup): OcpClient => {
  const ask = <T>(effect: () => T, isTimed = false): Promise<T> =>
    machine.step(life, effect, { makeError: unavailable, isTimed });
  return {
    createJob: (request) => ask(() => ocp.create(group, request), true) as ReturnType<OcpClient['createJob']>,
    listJobs: (groupId) => ask(() => ocp.list(groupId).map((job) => listed(ocp, job))),
    jobStatus: (jobId) =>
      ask(() => {
        const job = ocp.find(jobId);
        if (job?.kind === 'mute') throw new OcpRequestRejectedError(`OCP jobStatus: 400 for ${jobId}`);
        const status = job ? ocp.statusOf(job) : ('UNKNOWN' as const);
        return { status, raw: status };
      }),
    jobRecordings: async function* (jobId) {
      const calls = await ask(() => ocp.results(jobId));
      for (const page of [calls.slice(0, 2), calls.slice(2)]) {
        await ask(() => ocp.results(jobId));
        for (const { callId, startMs } of page) {
          const startedAt = ocp.tellsStarts ? new Date(startMs).toISOString() : undefined;
          yield { callId, recordingId: callId, startedAt };
        }
      }
    },
    download: () => Promise.reject(new Error('the worker downloads nothing')),
    breakerState: () => 'closed',
  };
};

const listed = (ocp: VirtualOcp, job: OcpJob) => ({
  exportJobId: job.jobId,
  status: ocp.statusOf(job),
  raw: ocp.statusOf(job),
  fromDate: job.fromDate,
  toDate: job.toDate,
  createdAt: new Date(job.createdMs).toISOString(),
});
