import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { ProvisionedAws } from '@recordings/local-aws';
import { makeQueueConsumer, type QueueConsumer, type QueueConsumerDeps } from '../src/make-queue-consumer.ts';
import type { SettledSample } from '../src/work-message.ts';
import { createQueues, type QueuePair } from './queues.ts';

export type ConsumerFixture = QueuePair & {
  readonly consumer: QueueConsumer;
  readonly samples: SettledSample[];
  readonly lines: object[];
  send(body: string): Promise<void>;
  /** Resolves when so many messages in all have been settled. */
  settled(count: number): Promise<void>;
};

export type ConsumerOptions = Pick<QueueConsumerDeps, 'handle'> &
  Partial<Omit<QueueConsumerDeps, 'onSettled' | 'log'>>;

let made = 0;

/** A consumer of a queue of its own, not yet started. */
export const makeConsumer = async (
  local: Pick<ProvisionedAws, 'clients' | 'prefix'>,
  { maxReceives, ...options }: ConsumerOptions,
): Promise<ConsumerFixture> => {
  made += 1;
  const { sqs } = local.clients;
  const pair = await createQueues(local, `consumed-${made}`);
  const samples: SettledSample[] = [];
  const lines: object[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const consumer = makeQueueConsumer({
    sqs,
    ...pair,
    concurrency: 2,
    visibilityTimeoutS: 30,
    ...(maxReceives !== undefined && { maxReceives }),
    log: { warn: (fields) => lines.push(fields), error: (fields) => lines.push(fields) },
    onSettled: (sample) => {
      samples.push(sample);
      for (const { count, resolve } of waiting) if (samples.length >= count) resolve();
    },
    ...options,
  });
  return {
    ...pair,
    consumer,
    samples,
    lines,
    send: async (MessageBody) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: options.queueUrl ?? pair.queueUrl, MessageBody }));
    },
    settled: (count) =>
      new Promise((resolve) => {
        if (samples.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
};
