import type { CallId, ReconciliationId } from '@recordings/call-record';
import { faultOf } from '@recordings/fault';
import {
  coversWindow,
  type ExportedJob,
  type ExportedRecording,
  type ExportJobEvent,
  type OcpRecording,
} from '@recordings/reconciliation';
import { moveEach } from '../../reconciliations/move-each.ts';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import {
  DeliveryTakenOverError,
  type KeepDelivering,
  makeKeepDelivering,
} from '../delivery/keep-delivering.ts';
import { noteUnrequested } from '../delivery/note-unrequested.ts';
import { readListing } from '../delivery/read-listing.ts';
import type { ExportRef } from '../export-ref.ts';

/**
 * Sends the recordings of a finished job to the reconciliations that asked for them. Any other recording is counted,
 * and written as a discovered call if we have no record of its call. It is not downloaded.
 *
 * @returns undefined if another worker has taken over the delivery.
 */
export const deliverResults = async (
  deps: RecoveryDeps,
  ref: ExportRef,
  job: ExportedJob,
): Promise<ExportJobEvent | undefined> => {
  try {
    await deliver(deps, ref.group, job, makeKeepDelivering(deps, ref, job));
    return { type: 'delivered' };
  } catch (error) {
    if (error instanceof DeliveryTakenOverError) return undefined;
    if (faultOf(error) !== 'permanent') throw error;
    deps.note({ type: 'export_results_gone', exportJobId: job.jobId, err: error });
    return { type: 'results-gone', message: error instanceof Error ? error.message : String(error) };
  }
};

const deliver = async (
  deps: RecoveryDeps,
  group: RecoveredGroup,
  job: ExportedJob,
  keepDelivering: KeepDelivering,
): Promise<void> => {
  const listed = await readListing(deps, group, job.jobId, keepDelivering);
  const ids = await findReceivers(deps, group, job);
  const event = {
    type: 'exported',
    exportJobId: job.jobId,
    range: job,
    recordings: new Map([...listed].map(([callId, recording]) => [callId, exportedOf(callId, recording)])),
    constraints: group.registered.exportConstraints,
  } as const;
  const receivers = await moveEach(deps, group.slotKey, ids, event, { before: keepDelivering });
  const requested = new Set<string>(receivers.flatMap(({ calls }) => Object.keys(calls)));
  const unrequested = new Map([...listed].filter(([callId]) => !requested.has(callId)));
  await noteUnrequested(deps, group, job, unrequested, keepDelivering);
  deps.note({
    type: 'export_delivered',
    exportJobId: job.jobId,
    tenantId: group.tenantId,
    group: group.groupId,
    recordings: listed.size,
    requested: requested.size,
  });
};

const exportedOf = (
  callId: CallId,
  { recordingId, sizeBytes, sha256, conversationId }: OcpRecording,
): ExportedRecording => ({ callId, recordingId, sizeBytes, sha256, conversationId });

/**
 * The reconciliations that asked for the job. Those of an abandoned job are closed, so its recordings go to the windows
 * of the same tenant that wait now and that the job covers.
 */
const findReceivers = async (
  { exportGroups }: Pick<RecoveryDeps, 'exportGroups'>,
  group: RecoveredGroup,
  job: ExportedJob,
): Promise<readonly ReconciliationId[]> => {
  if (!job.isAbandoned) return job.reconciliationIds;
  const { windows } = await exportGroups.read(group.slotKey);
  return windows
    .filter(({ tenantId }) => tenantId === group.tenantId)
    .filter((window) => coversWindow(job, window, group.registered.exportConstraints))
    .map(({ reconciliationId }) => reconciliationId);
};
