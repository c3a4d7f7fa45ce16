import { makeSqsClient, resolveQueueUrl } from '@recordings/messaging';
import { deadLetterQueues, physicalName, queues } from '@recordings/topology';
import { makeLetterBox } from '../../act/dlq/make-letter-box.ts';
import type { Platform } from '../../platform.ts';

export type QueueDepth = {
  readonly queue: string;
  readonly messages: number;
  readonly isDeadLetter: boolean;
};

/** About how many messages each queue has, hidden ones too. */
export const readQueues = async ({ config }: Pick<Platform, 'config'>): Promise<QueueDepth[]> => {
  const sqs = makeSqsClient();
  const all = [
    ...Object.values(queues).map(({ name }) => ({ name, isDeadLetter: false })),
    ...deadLetterQueues.map(({ name }) => ({ name, isDeadLetter: true })),
  ];
  try {
    return await Promise.all(
      all.map(async ({ name: queue, isDeadLetter }) => {
        const url = await resolveQueueUrl(sqs, physicalName(config.RESOURCE_PREFIX, queue));
        return { queue, isDeadLetter, messages: await makeLetterBox(sqs, url).count() };
      }),
    );
  } finally {
    sqs.destroy();
  }
};
