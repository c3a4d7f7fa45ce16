import { codeOf, type Disposition, DomainError } from '@recordings/fault';
import type { DownloadTask } from '@recordings/reconciliation';
import type { FetchDeps } from './fetch-deps.ts';

/**
 * Sends the task again as a new message, so that an outage uses up no receive. An unexpected error is left to the
 * redrive policy of the queue.
 */
export const putOff = async (
  { note, retryDelaysS, sendAgain }: Pick<FetchDeps, 'note' | 'retryDelaysS' | 'sendAgain'>,
  task: DownloadTask,
  error: unknown,
): Promise<Disposition> => {
  const { tenantId, callId, tries } = task;
  note({ type: 'download_put_off', tenantId, callId, tries, err: error, code: codeOf(error) });
  if (!(error instanceof DomainError)) return { kind: 'retry' };
  const delayS = retryDelaysS[Math.min(tries, retryDelaysS.length - 1)]!;
  await sendAgain({ ...task, tries: tries + 1 }, delayS);
  return { kind: 'ack' };
};
