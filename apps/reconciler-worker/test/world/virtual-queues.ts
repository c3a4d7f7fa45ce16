import { type Disposition, DomainError, faultOf } from '@recordings/fault';
import { MessagingUnavailableError, type ReceivedMessage } from '@recordings/messaging';
import type { Life, Process } from './machine.ts';
import { SECOND_MS } from './timeline.ts';
import type { World } from './virtual-table.ts';

export type QueueName = 'requests' | 'checks' | 'downloads';
type Handle = (life: Life, message: ReceivedMessage) => Promise<Disposition>;
export type Consumer = { readonly process: Process; readonly handle: Handle };

type Message = {
  readonly queue: QueueName;
  readonly body: string;
  readonly postponed: number;
  receives: number;
  /** Grows with every receive, and when the message is given back. */
  receipt: number;
  isGone: boolean;
};

export type VirtualQueues = {
  consume(queue: QueueName, consumers: readonly Consumer[]): void;
  send(life: Life, queue: QueueName, body: object, delayMs?: number): Promise<void>;
  sendAll(life: Life, queue: QueueName, bodies: readonly object[]): Promise<void>;
  /** Messages that are in a queue or in hand. */
  live(): number;
  /** Bodies of all messages sent, without the copies that SQS makes. */
  sent(queue: QueueName): readonly string[];
  deadLetters(): readonly string[];
};

const VISIBILITY_MS = 120 * SECOND_MS;
const MAX_RECEIVES = 5;
const RETRY_S = [1, 5, 30];
const POSTPONE_S = [5, 30, 120, 300];

const unavailable = (): Error => new MessagingUnavailableError('queue: cannot now');

/**
 * SQS: at least once, in no order. A message whose receiver is gone or frozen comes again after its visibility timeout;
 * one that came too often goes to the DLQ.
 *
 * @param duplicates the share of messages that are delivered twice.
 */
export const makeVirtualQueues = (
  { machine, timeline, random }: World,
  duplicates: number,
): VirtualQueues => {
  const consumers = new Map<QueueName, readonly Consumer[]>();
  const sent: Message[] = [];
  const deadLetters: string[] = [];
  let live = 0;

  const end = (message: Message): void => {
    if (!message.isGone) live -= 1;
    message.isGone = true;
  };
  const arrive = (message: Message): void => {
    if (message.isGone) return;
    const ready = consumers.get(message.queue)!.filter(({ process }) => isWorking(process.life));
    if (ready.length === 0) return timeline.after(5 * SECOND_MS, () => arrive(message));
    message.receives += 1;
    message.receipt += 1;
    if (message.receives > MAX_RECEIVES) {
      deadLetters.push(message.body);
      return end(message);
    }
    void work(message, random.pick(ready));
  };
  const isWorking = (life: Life): boolean => !life.isOver && life.frozenUntilMs <= timeline.nowMs();

  /** Its receiver extends its hold for as long as it lives. */
  const guard = (message: Message, receipt: number, life: Life): void =>
    timeline.after(VISIBILITY_MS, () => {
      if (message.isGone || message.receipt !== receipt) return;
      if (isWorking(life)) guard(message, receipt, life);
      else arrive(message);
    });
  const work = async (message: Message, { process, handle }: Consumer): Promise<void> => {
    const { life } = process;
    const { receipt, receives: receiveCount, body } = message;
    guard(message, receipt, life);
    const received = { messageId: '', body, receiveCount, attributes: {} };
    const disposition = await handle(life, received).catch(dispositionOf);
    await machine
      .step(life, () => settle(message, receipt, disposition), { makeError: unavailable })
      .catch(() => comeAgain(message, receipt, VISIBILITY_MS));
  };
  const settle = (message: Message, receipt: number, disposition: Disposition): void => {
    // What an old receipt deletes may come again all the same.
    if (message.isGone || message.receipt !== receipt) return;
    if (disposition.kind === 'retry') {
      const delayS = disposition.delayS ?? RETRY_S[message.receives - 1] ?? 30;
      return comeAgain(message, receipt, delayS * SECOND_MS);
    }
    end(message);
    if (disposition.kind === 'dead-letter') deadLetters.push(`${disposition.reason}: ${message.body}`);
    if (disposition.kind === 'postpone') {
      const delayS = disposition.delayS ?? POSTPONE_S[message.postponed] ?? 300;
      enter(
        { ...message, receives: 0, receipt: 0, isGone: false, postponed: message.postponed + 1 },
        delayS * SECOND_MS,
      );
    }
  };
  const comeAgain = (message: Message, receipt: number, delayMs: number): void => {
    if (message.receipt !== receipt) return;
    message.receipt += 1;
    timeline.after(delayMs, () => arrive(message));
  };
  const enter = (message: Message, delayMs: number): void => {
    live += 1;
    timeline.after(delayMs + random.between(10, 3 * SECOND_MS), () => arrive(message));
  };
  const sendNow = (queue: QueueName, body: object, delayMs: number): void => {
    const message = {
      queue,
      body: JSON.stringify(body),
      postponed: 0,
      receives: 0,
      receipt: 0,
      isGone: false,
    };
    sent.push(message);
    enter(message, delayMs);
    if (random.chance(duplicates)) enter({ ...message }, delayMs + random.between(0, 90) * SECOND_MS);
  };
  return {
    consume: (queue, all) => void consumers.set(queue, all),
    send: (life, queue, body, delayMs = 0) =>
      machine.step(life, () => sendNow(queue, body, Math.ceil(delayMs / 1_000) * 1_000), {
        makeError: unavailable,
      }),
    // A batch can be cut in two by a crash.
    sendAll: async (life, queue, bodies) => {
      const half = Math.ceil(bodies.length / 2);
      for (const part of [bodies.slice(0, half), bodies.slice(half)]) {
        if (part.length === 0) continue;
        const sendPart = (): void => part.forEach((body) => sendNow(queue, body, 0));
        await machine.step(life, sendPart, { makeError: unavailable });
      }
    },
    live: () => live,
    sent: (queue) => sent.filter((message) => message.queue === queue).map(({ body }) => body),
    deadLetters: () => deadLetters,
  };
};

/** As the queue consumer has it: what is known to pass waits without using up a receive. */
const dispositionOf = (error: unknown): Disposition => {
  if (!(error instanceof DomainError)) return { kind: 'retry' };
  return faultOf(error) === 'permanent' ? { kind: 'dead-letter', reason: error.code } : { kind: 'postpone' };
};
