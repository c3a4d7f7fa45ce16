import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { codeOf, type DomainError } from '@recordings/fault';
import { queues } from '@recordings/topology';
import { awsFault } from './aws-fault.ts';
import { QueueUnusableError } from './errors.ts';
import { makeExplainLetters } from './explain-letters.ts';
import { makeIdlePause } from './idle-pause.ts';
import { CONSUMERS_DIED } from './limit-receives.ts';
import { firstLineOf, type PollHealth } from './poll-health.ts';
import { makePollSlotInTurn } from './poll-in-turn.ts';
import type { PollSlot } from './poll-slot.ts';
import { makePollTurns } from './poll-turns.ts';
import { queueNameOf } from './queue-name.ts';
import { type MessageSettler, makeMessageSettler } from './settle-message.ts';
import { EXPLAIN_LETTERS_EVERY_MS, watchLetters } from './watch-letters.ts';
import { type HandleMessage, makeWorkMessage, type QueueLog, type SettledSample } from './work-message.ts';
import { makeWorkPause, type WorkPause } from './work-pause.ts';

export type QueueConsumerDeps = {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Its signal aborts when `stop` has waited for `stopGraceMs`. */
  readonly handle: HandleMessage;
  /** Messages handled at once. Each slot uses a connection while it polls; `makeSqsClient` has 256 for polls. */
  readonly concurrency: number;
  /** How long a message stays invisible after its consumer has died. */
  readonly visibilityTimeoutS: number;
  /** Receives after which a message goes to the DLQ. Default: that of the work queues. */
  readonly maxReceives?: number;
  readonly log: QueueLog;
  readonly onSettled?: (sample: SettledSample) => void;
  /** Called after each failed poll, for a metric. The failure is logged here, and polling goes on. */
  readonly onPollFailed?: () => void;
  /**
   * Whether every message would meet this fault of the configuration, so that the queue pauses. Default: yes. OCP may refuse
   * the credentials of one group only.
   */
  readonly isOurSetUp?: (fault: DomainError) => boolean;
  /** Called at the start of each pause, which is logged here. `code`: of the fault of the configuration. */
  readonly onPaused?: (code: string) => void;
  /** How long a poll waits for a message, 1 to 20. */
  readonly waitTimeS?: number;
  /** Pause before each poll of a queue that had no message for a minute, in milliseconds. Default: none. */
  readonly idlePauseMs?: number;
  /** How often the DLQ is searched for messages without a reason, in milliseconds. Default: hourly. */
  readonly explainLettersEveryMs?: number;
  /** How long `stop` waits for messages in flight before it aborts their handlers. */
  readonly stopGraceMs?: number;
};

export type QueueConsumer = {
  start(): void;
  /** Ends the polls; resolves when every message in flight is settled. */
  stop(): Promise<void>;
  isRunning(): boolean;
  /**
   * For the readiness of a service. Until the first poll has an answer, a running consumer counts as polling. A consumer
   * that pauses does not.
   */
  health(): PollHealth;
};

/** Three of the longest polls take a minute. */
const IDLE_POLLS = 3;
/** Five seconds before a stopping service is killed. */
const DEFAULT_STOP_GRACE_MS = 20_000;
const LONGEST_WAIT_S = 20;
const MAX_RECEIVES = Math.min(...Object.values(queues).map(({ deadLetter }) => deadLetter.maxReceives));
/**
 * SQS may give a message to a poll whose client has stopped or died: it is visible again after this time. A message that
 * is being handled is extended before that.
 */
const RECEIVED_VISIBILITY_S = 30;
/** Extensions before a received message would be visible again: two may fail. */
const EXTENSIONS = 3;

/**
 * Consumes one queue, `concurrency` messages at once. A slow message does not delay the others.
 *
 * @throws {RangeError} if `concurrency` is not a positive integer.
 */
export const makeQueueConsumer = (deps: QueueConsumerDeps): QueueConsumer => {
  const { concurrency, stopGraceMs = DEFAULT_STOP_GRACE_MS } = deps;
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`concurrency must be a positive integer, got ${concurrency}`);
  }
  let lastError: string | undefined;
  const workPause = makeConsumerPause(deps);
  const makeSlot = slotsOf(deps, workPause, {
    onPolled: () => {
      lastError = undefined;
    },
    onPollFailed: (error) => {
      lastError = firstLineOf(error);
    },
  });
  let running: Running | undefined;
  let stopped = Promise.resolve();

  const start = (): void => {
    if (running !== undefined) return;
    const working = new AbortController();
    const slots = Array.from({ length: concurrency }, () => makeSlot(working.signal));
    running = { slots, working, endWatch: watchDeadLetters(deps) };
    lastError = undefined;
    for (const slot of slots) slot.start();
  };

  const stop = (): Promise<void> => {
    if (running === undefined) return stopped;
    const { slots, working, endWatch } = running;
    running = undefined;
    const grace = setTimeout(() => working.abort(), stopGraceMs);
    stopped = Promise.all([...slots.map((slot) => slot.stop()), endWatch()]).then(() => clearTimeout(grace));
    return stopped;
  };

  const isRunning = (): boolean => running !== undefined;
  const health = (): PollHealth => {
    const error = lastError ?? workPause.reason();
    return { isPolling: isRunning() && error === undefined, lastError: error };
  };
  return { start, stop, isRunning, health };
};

type Running = {
  readonly slots: readonly PollSlot[];
  readonly working: AbortController;
  readonly endWatch: () => Promise<void>;
};

const watchDeadLetters = (deps: QueueConsumerDeps): (() => Promise<void>) =>
  watchLetters({
    ...deps,
    explainLetters: makeExplainLetters({
      ...deps,
      cause: {
        reason: CONSUMERS_DIED,
        detail: 'SQS moved it: its consumers died at each receive',
        sourceQueue: queueNameOf(deps.queueUrl),
      },
    }),
    everyMs: deps.explainLettersEveryMs ?? EXPLAIN_LETTERS_EVERY_MS,
  });

type PollListener = { readonly onPolled: () => void; readonly onPollFailed: (error: Error) => void };

const slotsOf = (deps: QueueConsumerDeps, workPause: WorkPause, listener: PollListener) => {
  const { sqs, queueUrl, deadLetterQueueUrl, visibilityTimeoutS, log, waitTimeS = LONGEST_WAIT_S } = deps;
  const { maxReceives = MAX_RECEIVES, onSettled = () => undefined, isOurSetUp = () => true } = deps;
  const queue = queueNameOf(queueUrl);
  const settler = makeMessageSettler({ sqs, queueUrl, deadLetterQueueUrl });
  const receivedVisibilityS = Math.min(visibilityTimeoutS, RECEIVED_VISIBILITY_S);
  const extendEveryMs = (receivedVisibilityS * 1_000) / EXTENSIONS;
  const shared = { ...deps, queue, settler, extendEveryMs, maxReceives, workPause, isOurSetUp, onSettled };
  const work = makeWorkMessage(shared);
  const giveBack = makeGiveBack(queue, settler, log);
  const onPollError = (error: unknown, failures: number): void => {
    const err = awsFault((error as Error).cause ?? error, `queue ${queue}`, QueueUnusableError);
    log.error({ event: 'poll_failed', queue, failures, err }, 'poll failed');
    listener.onPollFailed(err);
    deps.onPollFailed?.();
  };
  const turns = makePollTurns();
  const idle = makeIdlePause({ afterPolls: IDLE_POLLS, pauseMs: deps.idlePauseMs ?? 0 });
  return (signal: AbortSignal): PollSlot =>
    makePollSlotInTurn(turns, idle, {
      sqs,
      queueUrl,
      visibilityTimeoutS: receivedVisibilityS,
      waitTimeS,
      work: (message) => work(message, signal),
      giveBack,
      beforePoll: workPause.wait,
      onPolled: listener.onPolled,
      onPollError,
    });
};

const makeConsumerPause = ({ queueUrl, log, onPaused = () => undefined }: QueueConsumerDeps): WorkPause =>
  makeWorkPause((err, waitS) => {
    const queue = queueNameOf(queueUrl);
    log.error(
      { event: 'queue_paused', queue, waitS, code: codeOf(err), err },
      'queue paused: its messages fail by the configuration; none uses a receive',
    );
    onPaused(codeOf(err));
  });

const makeGiveBack =
  (queue: string, settler: MessageSettler, log: QueueLog) =>
  (message: Message): Promise<void> =>
    settler.hide(message, 0).catch((err: unknown) => {
      log.warn(
        { event: 'message_not_given_back', queue, messageId: message.MessageId, err },
        'message not given back; it is received again after its visibility timeout',
      );
    });
