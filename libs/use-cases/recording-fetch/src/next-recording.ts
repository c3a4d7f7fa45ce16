import type { DownloadTask, SettledOutcome } from '@recordings/reconciliation';

/**
 * The task for the next recording of a call that its listing names more than once. Each is fetched: if one is good it is
 * stored, and a different one is kept in quarantine as a conflict.
 *
 * @returns undefined if this was the last one.
 */
export const nextRecording = (
  { others = [], declared, ...task }: DownloadTask,
  { outcome }: SettledOutcome,
): DownloadTask | undefined => {
  const [next, ...rest] = others;
  if (!next) return undefined;
  const { recordingId, sizeBytes, sha256 } = next;
  const { conversationId } = declared;
  return {
    ...task,
    recordingId,
    tries: 0,
    declared: { sizeBytes, sha256, conversationId },
    others: rest,
    isStored: task.isStored === true || outcome === 'stored',
  };
};
