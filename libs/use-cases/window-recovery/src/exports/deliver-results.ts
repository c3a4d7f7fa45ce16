import {
  type CallId,
  callTimeOf,
  type CdrFacts,
  parseRecordingName,
  type ReconciliationId,
  recordDiscovered,
} from '@recordings/call-record';
import {
  coversCall,
  type ExportedRecording,
  type ExportJob,
  type OcpRecording,
} from '@recordings/reconciliation';
import { moveEach } from '../reconciliations/move-each.ts';
import type { ReconciledGroup, RecoveryDeps } from '../recovery-deps.ts';
import { unlessStuck } from '../reconciliations/unless-stuck.ts';
import { readListing } from './read-listing.ts';

type FinishedJob = Extract<ExportJob, { phase: 'exported' }>;

/**
 * Hands the recordings of a finished job to the reconciliations that asked for them. What nobody asked for is
 * counted, and written down as a discovered call if we had never heard of it; it is not fetched.
 */
export const deliverResults = async (
  deps: RecoveryDeps,
  group: ReconciledGroup,
  job: FinishedJob,
  keepDelivering: () => Promise<void>,
): Promise<void> => {
  const listed = await readListing(deps, group, job.jobId, keepDelivering);
  const recordings = new Map(
    [...listed].map(([callId, recording]) => [callId, exportedOf(callId, recording)]),
  );
  const requested = new Set<string>();
  const exported = {
    type: 'exported',
    exportJobId: job.jobId,
    range: job,
    recordings,
    constraints: group.registered.exportConstraints,
  } as const;
  const ids = await reconciliationsOf(deps, group, job);
  for (const { calls } of await moveEach(deps, group, ids, exported, { before: keepDelivering })) {
    for (const callId of Object.keys(calls)) requested.add(callId);
  }
  for (const [callId, recording] of listed) {
    if (requested.has(callId)) continue;
    await keepDelivering();
    await noteUnrequested(deps, group, job, callId, recording);
  }
  deps.note({
    type: 'export_delivered',
    exportJobId: job.jobId,
    group: group.groupId,
    recordings: listed.size,
    requested: requested.size,
  });
};

const exportedOf = (callId: CallId, recording: OcpRecording): ExportedRecording => ({
  callId,
  recordingId: recording.recordingId ?? recording.callId,
  sizeBytes: recording.sizeBytes,
  sha256: recording.sha256,
  conversationId: recording.conversationId,
});

/** Those that asked for the job; of a job they had given up, whatever waits now and is covered by it. */
const reconciliationsOf = async (
  deps: RecoveryDeps,
  group: ReconciledGroup,
  job: FinishedJob,
): Promise<readonly ReconciliationId[]> => {
  if (!job.isAbandoned) return job.reconciliationIds;
  const { windows } = await deps.exportGroups.read(group);
  const { exportConstraints } = group.registered;
  return windows
    .filter((window) =>
      [{ startedAt: window.firstStart }, { startedAt: window.lastStart, endedAt: window.lastEnd }].every(
        (call) => coversCall(job, call, exportConstraints),
      ),
    )
    .map(({ reconciliationId }) => reconciliationId);
};

const noteUnrequested = async (
  deps: RecoveryDeps,
  group: ReconciledGroup,
  job: FinishedJob,
  callId: CallId,
  recording: OcpRecording,
): Promise<void> => {
  deps.note({ type: 'unrequested_recording' });
  const key = { tenantId: group.tenantId, callId };
  const about = { ...key, group: group.groupId, exportJobId: job.jobId };
  await unlessStuck(deps, about, async () => {
    if (await deps.calls.get(key)) return;
    deps.note({ type: 'call_discovered', ...about });
    const context = {
      group: group.registered,
      shardCount: deps.shardCount,
      now: deps.now(),
      by: 'reconciler-worker',
    };
    await deps.calls.change(key, recordDiscovered(key, factsOf(group, job, recording), context));
  });
};

const factsOf = (group: ReconciledGroup, job: FinishedJob, recording: OcpRecording): CdrFacts => ({
  groupId: group.groupId,
  conversationId: recording.conversationId,
  ...startOf(job, recording),
});

/** If the listing tells no time, nor the name of the recording, its call is one of the range that the job selected. */
const startOf = (
  { fromDate, toDate }: FinishedJob,
  { startedAt, fileName }: OcpRecording,
): Pick<CdrFacts, 'startedAt' | 'startedBefore'> => {
  const told =
    callTimeOf(Date.parse(startedAt ?? '')) ?? (fileName && parseRecordingName(fileName)?.startedAt);
  return told ? { startedAt: told } : { startedAt: fromDate, startedBefore: toDate };
};
