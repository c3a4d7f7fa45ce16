import { type CallOutcome, listOpenCalls, type Reconciliation } from '@recordings/reconciliation';
import type { DownloadOutput } from '@recordings/workflow';
import type { RecoveryDeps } from '../recovery-deps.ts';

/**
 * Answers the task of an execution that waits for the downloads of a window. If each call has a result, the task is done; else
 * the execution hears that the downloads go on, queued ones too. An answer that the execution does not wait for is harmless.
 */
export const answerDownloads = async (
  { workflow }: Pick<RecoveryDeps, 'workflow'>,
  { phase, calls, downloadToken }: Reconciliation,
): Promise<void> => {
  if (!workflow || downloadToken === undefined || phase === 'closed') return;
  if (phase !== 'downloading' || listOpenCalls(calls).length > 0) {
    await workflow.sendHeartbeat(downloadToken);
    return;
  }
  const count = (wanted: CallOutcome['outcome']): number =>
    Object.values(calls).filter(({ outcome }) => outcome === wanted).length;
  const output: DownloadOutput = {
    status: 'SUCCESS',
    ...{ stored: count('stored'), notFound: count('not-found'), failed: count('failed') },
  };
  await workflow.succeedTask(downloadToken, output);
};
