import type { RegistryGroup } from '@recordings/call-record';
import { type OcpClient, OcpRequestRejectedError, OcpUnavailableError } from '@recordings/reconciliation';
import { streamOf } from '../objects/virtual-objects.ts';
import type { Life, Machine } from '../time/machine.ts';
import type { OcpJob, VirtualOcp } from './virtual-ocp.ts';

export type VirtualClientDeps = {
  readonly machine: Machine;
  readonly ocp: VirtualOcp;
  /** Resolves when the shared budget has a permit for one more request. */
  readonly acquirePermit: (signal: AbortSignal) => Promise<void>;
};

const outage = (): Error => new OcpUnavailableError('OCP: 503');

/** OCP as one life of a process sees it. Every request takes a permit first. */
export const makeVirtualClient = (
  { machine, ocp, acquirePermit }: VirtualClientDeps,
  life: Life,
  group: RegistryGroup,
): OcpClient => {
  const ask = async <T>(signal: AbortSignal, effect: () => T, isTimed = false): Promise<T> => {
    await acquirePermit(signal);
    signal.throwIfAborted();
    return machine.step(life, effect, { makeError: outage, isTimed });
  };
  return {
    createJob: (request, signal) =>
      ask(signal, () => ocp.create(group, request), true) as ReturnType<OcpClient['createJob']>,
    listJobs: (groupId, signal) => ask(signal, () => ocp.list(groupId).map((job) => listedJob(ocp, job))),
    jobStatus: (jobId, signal) =>
      ask(signal, () => {
        ocp.noteAsked(jobId, group.tenant);
        const job = ocp.find(jobId);
        if (job?.kind === 'mute') throw new OcpRequestRejectedError(`OCP jobStatus: 400 for ${jobId}`);
        const status = job ? ocp.statusOf(job) : ('UNKNOWN' as const);
        return { status, raw: status };
      }),
    jobRecordings: async function* (jobId, signal) {
      const calls = await ask(signal, () => ocp.results(jobId));
      for (const page of [calls.slice(0, 2), calls.slice(2)]) {
        await ask(signal, () => ocp.results(jobId));
        ocp.noteAsked(jobId, group.tenant);
        for (const { callId, startMs } of page) {
          const startedAt = ocp.listsStarts ? new Date(startMs).toISOString() : undefined;
          yield { callId, recordingId: callId, startedAt };
        }
      }
    },
    download: async (jobId, recordingId, signal) => {
      const bytes = await ask(signal, () => ocp.download(jobId, recordingId));
      return { sizeBytes: bytes.byteLength, body: streamOf(bytes) };
    },
    breakerState: () => 'closed',
  };
};

const listedJob = (ocp: VirtualOcp, job: OcpJob) => ({
  exportJobId: job.jobId,
  status: ocp.statusOf(job),
  raw: ocp.statusOf(job),
  fromDate: job.fromDate,
  toDate: job.toDate,
  createdAt: new Date(job.createdMs).toISOString(),
});
