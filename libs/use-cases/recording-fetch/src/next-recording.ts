import type { DownloadTask, SettledOutcome } from '@recordings/reconciliation';

/**
 * The task for the next recording of a call that its listing names more than once. Each is fetched: if one is good it is
 * stored, and a different one is kept in quarantine as a conflict.
 *
 * @returns undefined if this was the last one.
 */
export const nextRecording = (task: DownloadTask, { outcome }: SettledOutcome): DownloadTask | undefined =>
  takeNext({ ...task, isStored: task.isStored === true || outcome === 'stored' });

/** The task after a fault that says nothing about the recording: one try more of the same one. */
export const tryAgain = (task: DownloadTask): DownloadTask => ({ ...task, tries: task.tries + 1 });

/** As `tryAgain`, but the other recordings have their turn first, so that a file which OCP never gives does not block them. */
export const tryLater = (task: DownloadTask): DownloadTask => {
  const { recordingId, declared, others = [] } = task;
  const tries = task.tries + 1;
  const { sizeBytes, sha256 } = declared;
  const put = { recordingId, sizeBytes, sha256, tries };
  return takeNext({ ...task, others: others.length > 0 ? [...others, put] : [] }) ?? tryAgain(task);
};

const takeNext = ({ notBefore: _, ...task }: DownloadTask): DownloadTask | undefined => {
  const [next, ...others] = task.others ?? [];
  if (!next) return undefined;
  const { recordingId, sizeBytes, sha256, tries = 0 } = next;
  const { conversationId } = task.declared;
  return { ...task, recordingId, tries, declared: { sizeBytes, sha256, conversationId }, others };
};
