import type { CallId } from '@recordings/call-record';
import { DOWNLOAD_TASK_VERSION, type DownloadTask } from '../messages/download-task.ts';
import type { ListedBytes } from './call-outcome.ts';
import type { DownloadingReconciliation } from './reconciliation.ts';

/** One task for each of these calls that the export listed. */
export const makeDownloadTasks = (
  { reconciliationId, tenantId, groupId, calls, exportJobId }: DownloadingReconciliation,
  callIds: readonly CallId[],
): DownloadTask[] =>
  callIds.flatMap((callId) => {
    const call = calls[callId];
    if (call?.recordingId === undefined) return [];
    const { sizeBytes, sha256, conversationId } = call.declared ?? {};
    return {
      version: DOWNLOAD_TASK_VERSION,
      reconciliationId,
      tenantId,
      groupId,
      callId,
      exportJobId,
      recordingId: call.recordingId,
      tries: 0,
      declared: { sizeBytes, sha256, conversationId },
      ...(call.others && { others: call.others.map(pickBytes) }),
    };
  });

/** A message has the fields of its own version only. */
const pickBytes = ({ recordingId, sizeBytes, sha256 }: ListedBytes): ListedBytes => ({
  recordingId,
  sizeBytes,
  sha256,
});
