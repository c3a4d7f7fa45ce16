import type { Message } from '@aws-sdk/client-sqs';
import type { Disposition } from '@recordings/fault';
import { awsFault } from './aws-fault.ts';
import { QueueUnusableError } from './errors.ts';
import { holdInvisible } from './hold-invisible.ts';
import { pause } from './pause.ts';
import type { WorkMessageDeps } from './work-message.ts';
import { configurationWaitS } from './work-pause.ts';

/** SQS hides a message for 12 hours after its receive at most. */
const MAX_HOLD_MS = 11 * 3_600_000;

export type SettleDeps = Pick<
  WorkMessageDeps,
  'queue' | 'settler' | 'visibilityTimeoutS' | 'extendEveryMs' | 'workPause' | 'log'
>;

/**
 * Settles a message. If SQS refuses us, as after a wrong change of a policy, the message stays in hand and hidden, and is
 * settled again in growing waits: given up, it would be received again and again until SQS moves it to the DLQ.
 *
 * @throws the error of SQS, if it is another one, when the signal aborts, or after 11 hours.
 */
export const settlePatiently = async (
  deps: SettleDeps,
  message: Message,
  disposition: Disposition,
  signal: AbortSignal,
): Promise<Disposition['kind']> => {
  const startedMs = performance.now();
  for (let tries = 1; ; tries += 1) {
    try {
      await deps.settler.settle(message, disposition);
      return disposition.kind;
    } catch (error) {
      const fault = awsFault(error, `queue ${deps.queue}`, QueueUnusableError);
      const isOver = signal.aborted || performance.now() - startedMs > MAX_HOLD_MS;
      if (fault.fault !== 'configuration' || isOver) throw error;
      deps.workPause.noteFault(fault);
      await keepHidden(deps, message, configurationWaitS(tries) * 1_000, signal);
    }
  }
};

const keepHidden = async (
  { settler, visibilityTimeoutS, extendEveryMs, queue, log }: SettleDeps,
  message: Message,
  waitMs: number,
  signal: AbortSignal,
): Promise<void> => {
  const hold = holdInvisible(
    () => settler.hide(message, visibilityTimeoutS),
    extendEveryMs,
    (err) =>
      log.warn(
        { event: 'message_not_held', queue, messageId: message.MessageId, err },
        'invisibility not extended; another worker may receive the message',
      ),
  );
  await pause(waitMs, signal);
  await hold.release();
};
