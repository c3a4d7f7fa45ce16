import { codeOf, type Disposition, DomainError, faultOf } from '@recordings/fault';
import { type DownloadTask, OcpAnswerError, OcpCredentialsError } from '@recordings/reconciliation';
import { MAX_DELAY_S } from '@recordings/topology';
import type { FetchDeps } from './fetch-deps.ts';

/**
 * Sends the task again as a new message, so that an outage uses up no receive. An unexpected error is left to the
 * redrive policy of the queue. While OCP refuses the credentials of the group, the task waits and no try is counted.
 *
 * @throws a fault of our own set-up, as a missing bucket: every other task would meet it too, so the consumer pauses.
 */
export const putOff = async (
  { note, retryDelaysS, sendAgain }: Pick<FetchDeps, 'note' | 'retryDelaysS' | 'sendAgain'>,
  task: DownloadTask,
  error: unknown,
): Promise<Disposition> => {
  const { tenantId, callId, tries } = task;
  if (error instanceof OcpCredentialsError && error.heldMs !== undefined) {
    note({ type: 'download_held', tenantId, callId, waitMs: error.heldMs });
    await sendAgain(task, Math.min(Math.ceil(error.heldMs / 1000), MAX_DELAY_S));
    return { kind: 'ack' };
  }
  note({ type: 'download_put_off', tenantId, callId, tries, err: error, code: codeOf(error) });
  if (!(error instanceof DomainError)) return { kind: 'retry' };
  if (faultOf(error) === 'configuration' && !(error instanceof OcpAnswerError)) throw error;
  const delayS = retryDelaysS[Math.min(tries, retryDelaysS.length - 1)]!;
  await sendAgain({ ...task, tries: tries + 1 }, delayS);
  return { kind: 'ack' };
};
