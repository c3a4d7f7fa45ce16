import type { CallId } from '@recordings/call-record';
import { DOWNLOAD_TASK_VERSION, type DownloadTask } from '../messages/download-task.ts';
import type { DownloadingReconciliation } from './reconciliation.ts';

/** One task for each of these calls that the export listed. */
export const makeDownloadTasks = (
  { reconciliationId, tenantId, groupId, calls, exportJobId }: DownloadingReconciliation,
  callIds: readonly CallId[],
): DownloadTask[] =>
  callIds.flatMap((callId) => {
    const call = calls[callId];
    if (call?.recordingId === undefined) return [];
    return {
      version: DOWNLOAD_TASK_VERSION,
      reconciliationId,
      tenantId,
      groupId,
      callId,
      exportJobId,
      recordingId: call.recordingId,
      tries: 0,
      declared: { ...call.declared },
      ...(call.others && { others: call.others }),
    };
  });
