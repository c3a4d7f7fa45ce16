import type { CallId } from '@recordings/call-record';
import { DOWNLOAD_TASK_VERSION, type DownloadTask } from '../messages/download-task.ts';
import type { CallOutcome, ListedBytes } from './call-outcome.ts';
import type { DownloadingReconciliation } from './reconciliation.ts';
import type { ExportedRecording } from './reconciliation-step.ts';

/** Recordings that one task has beside its first. With the longest ids of OCP they fit into a message of 256 KB. */
const MAX_OTHERS_OF_A_TASK = 100;

type Listed = Pick<ExportedRecording, 'recordingId' | 'sizeBytes' | 'sha256' | 'conversationId' | 'others'>;

/**
 * The tasks for each of these calls that the export listed. A call with more recordings than a message can name has
 * further tasks, so that each of them is fetched. They are before its first task: the first one settles the call, and
 * the tasks of a settled call are not sent again after a crash.
 *
 * @param recordings what the listing says of the calls. A call that it lacks has what the item of the window says.
 */
export const makeDownloadTasks = (
  downloading: DownloadingReconciliation,
  callIds: readonly CallId[],
  recordings: ReadonlyMap<CallId, Listed> = new Map(),
): DownloadTask[] => callIds.flatMap((callId) => tasksOf(downloading, callId, recordings.get(callId)));

const tasksOf = (
  { reconciliationId, tenantId, groupId, calls, exportJobId }: DownloadingReconciliation,
  callId: CallId,
  inListing: Listed | undefined,
): DownloadTask[] => {
  const listed = inListing ?? listedIn(calls[callId]);
  if (calls[callId]?.recordingId === undefined || !listed) return [];
  const { recordingId, sizeBytes, sha256, conversationId } = listed;
  const others = listed.others?.map(pickBytes);
  const task = {
    version: DOWNLOAD_TASK_VERSION,
    reconciliationId,
    tenantId,
    groupId,
    callId,
    exportJobId,
    recordingId,
    tries: 0,
    declared: { sizeBytes, sha256, conversationId },
    ...(others && { others: others.slice(0, MAX_OTHERS_OF_A_TASK) }),
  };
  return [...extrasOf(task, others?.slice(MAX_OTHERS_OF_A_TASK) ?? []), task];
};

/** What the item of a window says of the recordings of a call. */
const listedIn = (call: CallOutcome | undefined): Listed | undefined => {
  const { recordingId, declared: { sizeBytes, sha256, conversationId } = {}, others } = call ?? {};
  return recordingId === undefined ? undefined : { recordingId, sizeBytes, sha256, conversationId, others };
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
