import { type Disposition, DomainError, dispositionOf, type Postponed } from '@recordings/fault';
import { MAX_DELAY_S } from '@recordings/topology';
import type { NewerWriter } from '../tables/newer-writer.ts';
import type { World } from '../tables/virtual-table.ts';
import type { Life, Process } from '../time/machine.ts';
import { SECOND_MS } from '../time/timeline.ts';

export type QueueName = 'requests' | 'checks' | 'downloads';
export type Consumer = {
  readonly process: Process;
  /** Messages that it takes at once; by default as many as there are. For processes that do not crash. */
  readonly concurrency?: number;
  readonly handle: (
    life: Life,
    message: { readonly body: string; readonly postponed?: Postponed },
  ) => Promise<Disposition>;
};

type Message = {
  readonly queue: QueueName;
  readonly body: string;
  readonly postponed: number;
  readonly postponedFor?: Postponed;
  receives: number;
  /** Changes at each receive, and when the message becomes visible again. */
  receipt: number;
  isGone: boolean;
};

export type VirtualQueues = {
  consume(queue: QueueName, consumers: readonly Consumer[]): void;
  send(life: Life, queue: QueueName, body: object, delayMs?: number): Promise<void>;
  sendAll(life: Life, queue: QueueName, bodies: readonly object[]): Promise<void>;
  /** Messages that wait in a queue or are being handled. */
  live(): number;
  deadLetters(): readonly string[];
};

const VISIBILITY_MS = 120 * SECOND_MS;
const MAX_RECEIVES = 5;
const RETRY_S = [1, 5, 30];
const POSTPONE_S = [5, 30, 120, 300];
/**
 * A message that waits for hours is sent again and again with the same text. If each of them came twice, 20 waits would
 * make a million of it. SQS delivers a message twice on rare occasions.
 */
const MAX_DUPLICATES_OF_TEXT = 3;

class VirtualSqsOutageError extends DomainError {
  readonly code = 'MESSAGING_UNAVAILABLE';
  readonly fault = 'retryable';
}
const outage = (): Error => new VirtualSqsOutageError('the virtual queue is unavailable');

/**
 * SQS: delivers at least once, in no order. If the receiver crashes or freezes, the message comes again after its
 * visibility timeout. After too many receives it goes to the DLQ.
 *
 * @param duplicates share of messages that are delivered twice, 0 to 1.
 * @param newer sends some of the messages as a newer version would.
 */
export const makeVirtualQueues = (world: World, duplicates: number, newer?: NewerWriter): VirtualQueues => {
  const { machine, random } = world;
  const consumers = new Map<QueueName, readonly Consumer[]>();
  const deadLetters: string[] = [];
  const duplicated = makeCounter();
  const { enter, live } = makeDelivery(world, (queue) => consumers.get(queue)!, deadLetters);

  const sendNow = (queue: QueueName, body: object, delayMs: number): void => {
    const delayed = Math.min(Math.ceil(delayMs / 1_000), MAX_DELAY_S) * 1_000;
    const message = newMessage({ queue, body: JSON.stringify(newer?.alterMessage(body) ?? body) });
    enter(message, delayed);
    if (!random.chance(duplicates) || duplicated(JSON.stringify(body)) > MAX_DUPLICATES_OF_TEXT) return;
    enter({ ...message }, delayed + random.between(0, 90) * SECOND_MS);
  };
  return {
    consume: (queue, all) => void consumers.set(queue, all),
    send: (life, queue, body, delayMs = 0) =>
      machine.step(life, `${queue}.send`, () => sendNow(queue, body, delayMs), { makeError: outage }),
    // A crash can come between the two halves of a batch.
    sendAll: async (life, queue, bodies) => {
      const half = Math.ceil(bodies.length / 2);
      for (const part of [bodies.slice(0, half), bodies.slice(half)]) {
        if (part.length === 0) continue;
        const sendPart = (): void => {
          for (const body of part) sendNow(queue, body, 0);
        };
        await machine.step(life, `${queue}.send`, sendPart, { makeError: outage });
      }
    },
    live,
    deadLetters: () => deadLetters,
  };
};

/** @returns a function that says how often it was called with the same text, this time included. */
const makeCounter = (): ((text: string) => number) => {
  const counts = new Map<string, number>();
  return (text) => {
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    return count;
  };
};

/** Delivers messages to consumers until each is deleted or in the DLQ. */
const makeDelivery = (
  { machine, timeline, random }: World,
  consumersOf: (queue: QueueName) => readonly Consumer[],
  deadLetters: string[],
) => {
  let live = 0;
  const end = (message: Message): void => {
    if (!message.isGone) live -= 1;
    message.isGone = true;
  };
  const enter = (message: Message, delayMs: number): void => {
    live += 1;
    timeline.after(delayMs + random.between(10, 3 * SECOND_MS), () => arrive(message));
  };
  const reappear = (message: Message, receipt: number, delayMs: number): void => {
    if (message.receipt !== receipt) return;
    message.receipt += 1;
    timeline.after(delayMs, () => arrive(message));
  };
  const settle = makeSettle({ end, enter, reappear, deadLetters });
  const handle = makeHandle({ machine, timeline }, settle, reappear, (message) => arrive(message));
  const desk = makeDesk();

  const arrive = (message: Message): void => {
    if (message.isGone) return;
    const working = consumersOf(message.queue).filter(({ process }) => machine.isWorking(process.life));
    if (working.length === 0) return timeline.after(5 * SECOND_MS, () => arrive(message));
    const ready = working.filter(desk.isFree);
    if (ready.length === 0) return desk.wait(message);
    message.receives += 1;
    message.receipt += 1;
    if (message.receives > MAX_RECEIVES) return end(abandon(message, deadLetters));
    const consumer = random.pick(ready);
    desk.begin(consumer);
    void handle(message, consumer).finally(() => {
      const next = desk.end(consumer, message.queue);
      if (next) arrive(next);
    });
  };
  return { enter, live: () => live };
};

/** The consumer that receives it next finds that all before it died. */
const abandon = (message: Message, deadLetters: string[]): Message => {
  deadLetters.push(`CONSUMERS_DIED: ${message.body}`);
  return message;
};

/** Counts what each consumer has in hand, and keeps the messages for which none is free, in their order. */
const makeDesk = () => {
  const inHand = new Map<Consumer, number>();
  const waiting = new Map<QueueName, Message[]>();
  const add = (consumer: Consumer, count: number): void =>
    void inHand.set(consumer, (inHand.get(consumer) ?? 0) + count);
  return {
    isFree: (consumer: Consumer): boolean =>
      (inHand.get(consumer) ?? 0) < (consumer.concurrency ?? Number.POSITIVE_INFINITY),
    wait: (message: Message): void => {
      const line = waiting.get(message.queue) ?? [];
      waiting.set(message.queue, line);
      line.push(message);
    },
    begin: (consumer: Consumer): void => add(consumer, 1),
    /** @returns the message that can be taken now. */
    end: (consumer: Consumer, queue: QueueName): Message | undefined => {
      add(consumer, -1);
      return waiting.get(queue)?.shift();
    },
  };
};

type Settle = (message: Message, receipt: number, disposition: Disposition) => void;
type Reappear = (message: Message, receipt: number, delayMs: number) => void;

const makeHandle = (
  { machine, timeline }: Pick<World, 'machine' | 'timeline'>,
  settle: Settle,
  reappear: Reappear,
  arrive: (message: Message) => void,
) => {
  /** A receiver extends the visibility timeout for as long as it works. */
  const watchVisibility = (message: Message, receipt: number, life: Life): void =>
    timeline.after(VISIBILITY_MS, () => {
      if (message.isGone || message.receipt !== receipt) return;
      if (machine.isWorking(life)) watchVisibility(message, receipt, life);
      else arrive(message);
    });
  return async (message: Message, consumer: Consumer): Promise<void> => {
    const { life } = consumer.process;
    const { receipt } = message;
    watchVisibility(message, receipt, life);
    const disposition = await consumer
      .handle(life, { body: message.body, postponed: message.postponedFor })
      .catch(dispositionOf);
    await machine
      .step(life, `${message.queue}.${disposition.kind}`, () => settle(message, receipt, disposition), {
        makeError: outage,
      })
      .catch(() => reappear(message, receipt, VISIBILITY_MS));
  };
};

const makeSettle =
  (queue: {
    readonly end: (message: Message) => void;
    readonly enter: (message: Message, delayMs: number) => void;
    readonly reappear: Reappear;
    readonly deadLetters: string[];
  }): Settle =>
  (message, receipt, disposition) => {
    // A delete with an old receipt does not keep the message from being delivered again.
    if (message.isGone || message.receipt !== receipt) return;
    if (disposition.kind === 'retry') {
      const delayS = disposition.delayS ?? RETRY_S[message.receives - 1] ?? 30;
      return queue.reappear(message, receipt, delayS * SECOND_MS);
    }
    queue.end(message);
    if (disposition.kind === 'dead-letter') queue.deadLetters.push(`${disposition.reason}: ${message.body}`);
    if (disposition.kind !== 'postpone') return;
    const delayS = disposition.delayS ?? POSTPONE_S[message.postponed] ?? 300;
    const { postponedFor, postponed } = message;
    const { reason } = disposition;
    const times = postponedFor?.reason === reason ? (postponedFor?.times ?? 0) + 1 : 1;
    const next = { ...newMessage(message), postponed: postponed + 1 };
    queue.enter(
      reason === undefined ? next : { ...next, postponedFor: { reason, times } },
      delayS * SECOND_MS,
    );
  };

const newMessage = ({ queue, body }: Pick<Message, 'queue' | 'body'>): Message => ({
  queue,
  body,
  postponed: 0,
  receives: 0,
  receipt: 0,
  isGone: false,
});
