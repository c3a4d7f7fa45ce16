import type { CallId } from '@recordings/call-record';
import { DOWNLOAD_TASK_VERSION, type DownloadTask } from '../messages/download-task.ts';
import type { ListedBytes } from './call-outcome.ts';
import type { DownloadingReconciliation } from './reconciliation.ts';
import type { ExportedRecording } from './reconciliation-step.ts';

/** Recordings that one task has beside its first. With the longest ids of OCP they fit into a message of 256 KB. */
const MAX_OTHERS_OF_A_TASK = 100;

type Listed = ReadonlyMap<CallId, Pick<ExportedRecording, 'others'>>;

/**
 * One task for each of these calls that the export listed. A call with more recordings than a message can name has further
 * tasks, so that each of them is fetched.
 *
 * @param recordings what the listing says of the calls. The item of the window has only the first recordings of each.
 */
export const makeDownloadTasks = (
  downloading: DownloadingReconciliation,
  callIds: readonly CallId[],
  recordings: Listed = new Map(),
): DownloadTask[] =>
  callIds.flatMap((callId) => tasksOf(downloading, callId, recordings.get(callId)?.others));

const tasksOf = (
  { reconciliationId, tenantId, groupId, calls, exportJobId }: DownloadingReconciliation,
  callId: CallId,
  listed: readonly ListedBytes[] | undefined,
): DownloadTask[] => {
  const call = calls[callId];
  if (call?.recordingId === undefined) return [];
  const { sizeBytes, sha256, conversationId } = call.declared ?? {};
  const others = (listed ?? call.others)?.map(pickBytes);
  const task = {
    version: DOWNLOAD_TASK_VERSION,
    reconciliationId,
    tenantId,
    groupId,
    callId,
    exportJobId,
    recordingId: call.recordingId,
    tries: 0,
    declared: { sizeBytes, sha256, conversationId },
    ...(others && { others: others.slice(0, MAX_OTHERS_OF_A_TASK) }),
  };
  return [task, ...extrasOf(task, others?.slice(MAX_OTHERS_OF_A_TASK) ?? [])];
};

/** Tasks that store what they find, and settle nothing: the first task does that. */
const extrasOf = (task: DownloadTask, left: readonly ListedBytes[]): DownloadTask[] => {
  const [first, ...more] = left;
  if (!first) return [];
  const { recordingId, sizeBytes, sha256 } = first;
  const others = more.slice(0, MAX_OTHERS_OF_A_TASK);
  const { conversationId } = task.declared;
  const extra = {
    ...task,
    recordingId,
    declared: { sizeBytes, sha256, conversationId },
    others,
    isExtra: true,
  };
  return [extra, ...extrasOf(task, more.slice(MAX_OTHERS_OF_A_TASK))];
};

/** A message has the fields of its own version only. */
const pickBytes = ({ recordingId, sizeBytes, sha256 }: ListedBytes): ListedBytes => ({
  recordingId,
  sizeBytes,
  sha256,
});
