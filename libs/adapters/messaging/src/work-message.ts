import type { Message } from '@aws-sdk/client-sqs';
import { codeOf, type Disposition, DomainError, dispositionOf, faultOf } from '@recordings/fault';
import { holdInvisible } from './hold-invisible.ts';
import { CONSUMERS_DIED, limitReceives } from './limit-receives.ts';
import { type ReceivedMessage, receivedMessageOf } from './received-message.ts';
import type { MessageSettler } from './settle-message.ts';
import { settlePatiently } from './settle-patiently.ts';
import type { WorkPause } from './work-pause.ts';

export type QueueLog = {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type HandleMessage = (message: ReceivedMessage, signal: AbortSignal) => Promise<Disposition>;

/** `unsettled`: SQS did not take the disposition, so the message is received again after its visibility timeout. */
export type SettledSample = {
  readonly queue: string;
  readonly outcome: Disposition['kind'] | 'unsettled';
  readonly durationMs: number;
};

export type WorkMessageDeps = {
  readonly queue: string;
  readonly handle: HandleMessage;
  readonly settler: MessageSettler;
  /** How long a message stays hidden after each extension. */
  readonly visibilityTimeoutS: number;
  readonly extendEveryMs: number;
  /** Receives after which a message goes to the DLQ. */
  readonly maxReceives: number;
  readonly workPause: WorkPause;
  /** Whether every message would meet this fault of the configuration. */
  readonly isOurSetUp: (fault: DomainError) => boolean;
  readonly log: QueueLog;
  readonly onSettled: (sample: SettledSample) => void;
};

/** Makes the function that handles one message and settles it. It never throws. */
export const makeWorkMessage = (deps: WorkMessageDeps) => {
  const { queue, settler, visibilityTimeoutS, extendEveryMs, log, onSettled } = deps;

  return async (message: Message, signal: AbortSignal): Promise<void> => {
    const startedMs = performance.now();
    const place = { queue, messageId: message.MessageId };
    const hold = holdInvisible(
      () => settler.hide(message, visibilityTimeoutS),
      extendEveryMs,
      (err) =>
        log.warn(
          { event: 'message_not_held', ...place, err },
          'invisibility not extended; another worker may receive the message',
        ),
    );
    const disposition = await dispose(deps, receivedMessageOf(message), signal);
    await hold.release();
    const settled = await settlePatiently(deps, message, disposition, signal).catch((err: unknown) => {
      log.error(
        { event: 'message_unsettled', ...place, disposition: disposition.kind, err },
        'message not settled; it will be received again',
      );
      return 'unsettled' as const;
    });
    onSettled({ queue, outcome: settled, durationMs: performance.now() - startedMs });
  };
};

const dispose = async (
  deps: WorkMessageDeps,
  message: ReceivedMessage,
  signal: AbortSignal,
): Promise<Disposition> => {
  const { queue, maxReceives, log } = deps;
  const { messageId, receiveCount } = message;
  const { wanted, error } =
    receiveCount > maxReceives ? abandonedOf(receiveCount) : await run(deps, message, signal);
  const disposition = limitReceives(wanted, { receiveCount, maxReceives, error });
  if (disposition.kind === 'dead-letter' && (error === undefined || wanted.kind === 'retry')) {
    const { reason, detail } = disposition;
    log.warn(
      { event: 'message_dead_lettered', queue, messageId, receiveCount, reason, detail },
      'message sent to the DLQ',
    );
  }
  return disposition;
};

/** Its consumers died or could not settle it: a worker that is alive ends the last receive itself. */
const abandonedOf = (receiveCount: number): Run => ({
  wanted: {
    kind: 'dead-letter',
    reason: CONSUMERS_DIED,
    detail: `received ${receiveCount} times; no consumer lived until it had settled the message`,
  },
});

type Run = { readonly wanted: Disposition; readonly error?: unknown };

const run = async (
  { queue, handle, maxReceives, workPause, isOurSetUp, log }: WorkMessageDeps,
  message: ReceivedMessage,
  signal: AbortSignal,
): Promise<Run> => {
  const { messageId, receiveCount } = message;
  try {
    const wanted = await handle(message, signal);
    workPause.noteHandled();
    return { wanted };
  } catch (err) {
    // The service stops, so another worker may take the message at once. On the last receive it is sent anew.
    if (signal.aborted)
      return { wanted: { kind: receiveCount < maxReceives ? 'retry' : 'postpone', delayS: 0 } };
    const fault = faultOf(err);
    const level = fault === 'retryable' ? 'warn' : 'error';
    log[level](
      { event: 'message_failed', queue, messageId, receiveCount, fault, code: codeOf(err), err },
      'message failed',
    );
    if (err instanceof DomainError && fault === 'configuration' && isOurSetUp(err)) workPause.noteFault(err);
    return { wanted: dispositionOf(err), error: err };
  }
};
