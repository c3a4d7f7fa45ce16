import type { SQSClient } from '@aws-sdk/client-sqs';
import { resolveQueueUrl, watchUndelivered } from '@recordings/messaging';
import type { Logger } from '@recordings/service';
import { physicalName, topics } from '@recordings/topology';
import type { Config } from './config.ts';

/** Watches the dead-letter queue of each topic. @returns the function that ends it. */
export const watchAllUndelivered = async (
  { RESOURCE_PREFIX: prefix }: Config,
  sqs: SQSClient,
  log: Logger,
): Promise<() => Promise<unknown>> => {
  const ends = await Promise.all(
    Object.values(topics).map(async ({ name, undelivered }) => {
      const queueUrl = await resolveQueueUrl(sqs, physicalName(prefix, undelivered));
      return watchUndelivered({ sqs, queueUrl, topic: physicalName(prefix, name), log });
    }),
  );
  return () => Promise.all(ends.map((end) => end()));
};
