import type { RegistryGroup } from '@recordings/call-record';
import {
  type Lane,
  type OcpClient,
  type OcpGate,
  type OcpPermit,
  OcpRequestRejectedError,
  OcpThrottledError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import { streamOf } from '../objects/virtual-objects.ts';
import type { Life, Machine } from '../time/machine.ts';
import { entriesOf } from './entries-of.ts';
import type { OcpJob, VirtualOcp } from './virtual-ocp.ts';

export type VirtualClientDeps = {
  readonly machine: Machine;
  readonly ocp: VirtualOcp;
  /** The access of this life to OCP. */
  readonly gate: OcpGate;
  /** Called at the instant at which a request may leave. */
  readonly onDeparture: () => void;
};

type AskOptions = { readonly lane?: Lane; readonly held?: OcpPermit; readonly isTimed?: boolean };

const outage = (): Error => new OcpUnavailableError('OCP: 503');

/** OCP as one life of a process sees it. Every request takes a permit first. */
export const makeVirtualClient = (deps: VirtualClientDeps, life: Life, group: RegistryGroup): OcpClient => {
  const { ocp, gate } = deps;
  const ask = makeAsk(deps, life, group);
  return {
    reservePermit: (lane, signal) => gate.awaitPermit({ lane, group: group.name }, signal),
    giveBackPermit: gate.giveBack,
    createJob: (request, signal, held) =>
      ask('createJob', signal, () => ocp.create(group, request), { held, isTimed: true }) as ReturnType<
        OcpClient['createJob']
      >,
    listJobs: (groupId, signal, held) =>
      ask('listJobs', signal, () => ocp.list(groupId).map((job) => listedJob(ocp, job)), { held }),
    jobStatus: (jobId, signal) =>
      ask('jobStatus', signal, () => {
        ocp.noteAsked(jobId, group.tenant);
        const job = ocp.find(jobId);
        if (job?.kind === 'mute') throw new OcpRequestRejectedError(`OCP jobStatus: 400 for ${jobId}`);
        const status = job ? ocp.statusOf(job) : ('ABSENT' as const);
        return { status, raw: status };
      }),
    jobRecordings: async function* (jobId, signal) {
      let pages = 1;
      for (let at = 0; at < pages; at += 1) {
        const calls = await ask('jobRecordings', signal, () => ocp.results(jobId));
        ocp.noteAsked(jobId, group.tenant);
        const listed = entriesOf(calls, ocp.find(jobId)!.listing, ocp.listsStarts);
        pages = Math.ceil(listed.length / ocp.pageSize);
        yield* listed.slice(at * ocp.pageSize, (at + 1) * ocp.pageSize);
      }
    },
    jobCdrs: readCdrsBy(ocp, ask),
    download: async (jobId, recordingId, signal, held) => {
      const options = { lane: 'download', held } as const;
      const bytes = await ask('download', signal, () => ocp.download(jobId, recordingId), options);
      return { sizeBytes: bytes.byteLength, body: streamOf(bytes) };
    },
  };
};

/** Reads the CDRs of a job in pages, each as NDJSON. */
const readCdrsBy = (ocp: VirtualOcp, ask: ReturnType<typeof makeAsk>): OcpClient['jobCdrs'] =>
  async function* (jobId, signal) {
    let pages = 1;
    for (let at = 0; at < pages; at += 1) {
      const cdrs = await ask('jobCdrs', signal, () => ocp.cdrs(jobId), { lane: 'download' });
      pages = Math.ceil(cdrs.length / ocp.pageSize);
      const page = cdrs.slice(at * ocp.pageSize, (at + 1) * ocp.pageSize);
      const body = Buffer.from(page.map((cdr) => JSON.stringify(cdr)).join('\n'));
      if (page.length > 0) yield { kind: 'events', body };
    }
  };

const listedJob = (ocp: VirtualOcp, job: OcpJob) => ({
  exportJobId: job.jobId,
  status: ocp.statusOf(job),
  raw: ocp.statusOf(job),
  fromDate: job.fromDate,
  toDate: job.toDate,
  createdAt: new Date(job.createdMs).toISOString(),
});

/** Makes the function that sends one request. */
const makeAsk =
  ({ machine, ocp, gate, onDeparture }: VirtualClientDeps, life: Life, group: RegistryGroup) =>
  async <T>(
    request: string,
    signal: AbortSignal,
    effect: () => T,
    { lane = 'control', held, isTimed }: AskOptions = {},
  ): Promise<T> => {
    const permit = await gate.awaitPermit({ lane, group: group.name, held }, signal);
    onDeparture();
    signal.throwIfAborted();
    try {
      const checked = (): T => {
        ocp.checkCredentials(group, request);
        return effect();
      };
      const answer = await machine.step(life, `ocp.${request}`, checked, { makeError: outage, isTimed });
      gate.report(permit, 'answered', { lane, group: group.name });
      return answer;
    } catch (error) {
      const outcome = error instanceof OcpUnavailableError ? 'outage' : 'answered';
      gate.report(permit, outcome, { lane, group: group.name });
      if (error instanceof OcpThrottledError) gate.reportThrottled(error.askedMs);
      throw error;
    }
  };
