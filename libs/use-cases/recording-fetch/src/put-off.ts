import type { RegistryGroup } from '@recordings/call-record';
import { codeOf, type Disposition, DomainError, faultOf } from '@recordings/fault';
import {
  type DownloadTask,
  OcpAnswerError,
  OcpCredentialsError,
  OcpPausedError,
  OcpTruncatedError,
} from '@recordings/reconciliation';
import { DownloadTooSlowError } from './errors.ts';
import type { FetchDeps } from './fetch-deps.ts';
import { tryAgain, tryLater } from './next-recording.ts';
import { sendLater } from './send-later.ts';
import { hasOwnEnd, withEnd } from './task-end.ts';

const LONGEST_WAIT_S = 86_400;

/**
 * Sends the task again as a new message, so that an outage uses up no receive. An unexpected error is left to the
 * redrive policy of the queue. While OCP refuses the credentials of the group, or a person has paused it, the task waits and no
 * try is counted.
 *
 * @throws a fault of our own set-up, as a missing bucket: every other task would meet it too, so the consumer pauses.
 */
export const putOff = async (
  deps: Pick<FetchDeps, 'note' | 'retryDelaysS' | 'sendAgain' | 'now'>,
  task: DownloadTask,
  group: RegistryGroup,
  error: unknown,
): Promise<Disposition> => {
  const { note } = deps;
  const { tenantId, callId, tries } = task;
  const ending = withEnd(task, group, deps.now());
  const heldMs = heldMsOf(error);
  if (heldMs !== undefined) {
    note({ type: 'download_held', tenantId, callId, waitMs: heldMs, code: codeOf(error) });
    await sendLater(deps, ending, Math.ceil(heldMs / 1000));
    return { kind: 'ack' };
  }
  note({ type: 'download_put_off', tenantId, callId, tries, err: error, code: codeOf(error) });
  if (!isTransient(error)) return { kind: 'retry' };
  const { next, delayS } = afterFault(ending, error, deps);
  await sendLater(deps, next, delayS);
  return { kind: 'ack' };
};

const heldMsOf = (error: unknown): number | undefined =>
  error instanceof OcpCredentialsError || error instanceof OcpPausedError ? error.heldMs : undefined;

type RetryDelays = Pick<FetchDeps, 'retryDelaysS'>;

/**
 * In an outage every recording of the call would fail. So the task stays with its recording and waits, and turns to the
 * next one only when its waits have become the longest ones: OCP may answer 5xx for one file alone.
 */
const afterFault = (
  task: DownloadTask,
  error: unknown,
  deps: RetryDelays,
): { readonly next: DownloadTask; readonly delayS: number } => {
  if (isAboutTheFile(error)) {
    const next = tryLater(task);
    return { next, delayS: waitBeforeS(next, deps) };
  }
  const again = tryAgain(task);
  const hasWaited = again.tries > deps.retryDelaysS.length;
  return { next: hasWaited ? tryLater(task) : again, delayS: waitBeforeS(again, deps) };
};

/** The other recordings of the call may be good. A 404 is permanent and is not put off. */
const isAboutTheFile = (error: unknown): boolean =>
  error instanceof OcpCredentialsError ||
  error instanceof OcpTruncatedError ||
  error instanceof DownloadTooSlowError;

/** @throws a fault of our own set-up. */
export const isTransient = (error: unknown): boolean => {
  if (!(error instanceof DomainError)) return false;
  if (faultOf(error) === 'configuration' && !(error instanceof OcpAnswerError)) throw error;
  return true;
};

/**
 * The window of a call ends the waits of its task after hours. The waits of a task that no window ends double, as those of
 * the fault schedule.
 */
const waitBeforeS = (task: DownloadTask, { retryDelaysS }: RetryDelays): number => {
  const { tries } = task;
  if (tries === 0) return 0; // A recording that was not tried yet.
  const delayS = retryDelaysS[Math.min(tries, retryDelaysS.length) - 1]!;
  const more = hasOwnEnd(task) ? Math.max(0, tries - retryDelaysS.length) : 0;
  return Math.min(delayS * 2 ** more, LONGEST_WAIT_S);
};
