import { findOwnGroup } from '@recordings/call-record';
import { codeOf, type Disposition, type Postponed } from '@recordings/fault';
import { CALLBACK_TASK_VERSION, CallbackTask, reconciliationClosed } from '@recordings/reconciliation';
import { type QueueMessage, readBody } from '../read-body.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import type { AboutCallback } from '../recovery-event.ts';

export type CallbackDeps = Pick<RecoveryDeps, 'reconciliations' | 'registry' | 'note'> & {
  /** @throws if the receiver does not accept the body. */
  readonly postCallback: (url: string, body: object, signal: AbortSignal) => Promise<void>;
  /** Attempts to post a result, the first included. */
  readonly callbackAttempts: number;
};

const FAILED = 'CALLBACK_FAILED';
const NOT_CLOSED = 'NOT_CLOSED';
/** Seconds before the next attempt, by the attempts before; the last one repeats. */
const WAITS_S: readonly number[] = [10, 60, 300, 900];
const CLOSING_WAIT_S = 30;
/** After ten minutes the worker that was closing the window is dead. The one that closes it then sends another task. */
const MAX_CLOSING_WAITS = 20;

/** Makes the handler of results that are to be posted. The URL is that of the registry in use. */
export const makeHandleCallback =
  (deps: CallbackDeps) =>
  async ({ body, postponed }: QueueMessage, signal: AbortSignal): Promise<Disposition> => {
    const read = readBody(CallbackTask, CALLBACK_TASK_VERSION, body);
    if ('disposition' in read) return read.disposition;
    const { reconciliationId } = read.message;
    const reconciliation = await deps.reconciliations.get(reconciliationId);
    if (!reconciliation) return { kind: 'ack' };
    if (reconciliation.phase !== 'closed') return awaitClosing(postponed);
    const { tenantId, groupId } = reconciliation;
    const url = findOwnGroup(deps.registry, { tenantId, groupId })?.callbackUrl;
    if (url === undefined) return { kind: 'ack' };
    const about = { tenantId, groupId, reconciliationId, attempt: timesOf(FAILED, postponed) + 1 };
    try {
      await deps.postCallback(url, reconciliationClosed(reconciliation), signal);
      deps.note({ type: 'callback_posted', ...about });
      return { kind: 'ack' };
    } catch (err) {
      return signal.aborted ? { kind: 'retry', delayS: 0 } : tryLater(deps, about, err);
    }
  };

const tryLater = (
  { note, callbackAttempts }: Pick<CallbackDeps, 'note' | 'callbackAttempts'>,
  about: AboutCallback,
  err: unknown,
): Disposition => {
  const code = codeOf(err);
  const isLast = about.attempt >= callbackAttempts;
  note({ type: isLast ? 'callback_given_up' : 'callback_failed', ...about, err, code });
  if (isLast) return { kind: 'dead-letter', reason: FAILED, detail: code };
  return { kind: 'postpone', delayS: WAITS_S[about.attempt - 1] ?? WAITS_S.at(-1)!, reason: FAILED };
};

const timesOf = (reason: string, postponed: Postponed | undefined): number =>
  postponed?.reason === reason ? postponed.times : 0;

const awaitClosing = (postponed: Postponed | undefined): Disposition =>
  timesOf(NOT_CLOSED, postponed) < MAX_CLOSING_WAITS
    ? { kind: 'postpone', delayS: CLOSING_WAIT_S, reason: NOT_CLOSED }
    : { kind: 'ack' };
