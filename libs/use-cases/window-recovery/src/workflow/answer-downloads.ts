import { type CallOutcome, listOpenCalls, type Reconciliation } from '@recordings/reconciliation';
import type { DownloadOutput } from '@recordings/workflow';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { findDrivenSlot } from './driven-slot.ts';

type AnswerDeps = Pick<RecoveryDeps, 'workflow' | 'exportGroups' | 'ocpHost'>;

/**
 * Answers the task of an execution that waits for the downloads of a window. The task is done if each call has a result and the
 * listing is delivered: until then a worker may still record calls that the window did not ask for. Else the execution hears that
 * the downloads go on, queued ones too. An answer that the execution does not wait for is harmless.
 */
export const answerDownloads = async (deps: AnswerDeps, reconciliation: Reconciliation): Promise<void> => {
  const { workflow } = deps;
  const { downloadToken } = reconciliation;
  if (!workflow || downloadToken === undefined || reconciliation.phase === 'closed') return;
  if (await isDone(deps, reconciliation))
    await workflow.succeedTask(downloadToken, countResults(reconciliation));
  else await workflow.sendHeartbeat(downloadToken);
};

/** The slot holds the job until its listing is delivered. */
const isDone = async (deps: AnswerDeps, reconciliation: Reconciliation): Promise<boolean> =>
  reconciliation.phase === 'downloading' &&
  listOpenCalls(reconciliation.calls).length === 0 &&
  (await findDrivenSlot(deps, reconciliation)) === undefined;

const countResults = ({ calls }: Reconciliation): DownloadOutput => {
  const count = (wanted: CallOutcome['outcome']): number =>
    Object.values(calls).filter(({ outcome }) => outcome === wanted).length;
  return {
    status: 'SUCCESS',
    stored: count('stored'),
    notFound: count('not-found'),
    failed: count('failed'),
  };
};
