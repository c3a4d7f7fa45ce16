import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { resolveQueueUrl } from '@recordings/messaging';
import { deadLetterQueues, physicalName, queues, reconciliationFailures } from '@recordings/topology';

/** Queues of letters that a person would have to look at. */
const DEAD_LETTER_QUEUES = deadLetterQueues
  .map(({ name }) => name)
  .filter((name) => name !== reconciliationFailures);

/**
 * No service of a lane reads that of analytics. In that of the audit, the announcement of a change that was never
 * written waits for ten minutes.
 */
const UNCOUNTED: readonly string[] = [queues.analytics.name, queues.audit.name];
const READ_QUEUES = Object.values(queues).filter(({ name }) => !UNCOUNTED.includes(name));

export const lookAtQueues = (sqs: SQSClient, prefix: string) => {
  const countIn = makeCountMessages(sqs, prefix);
  return {
    /** Sentences: a queue each that still has messages. */
    busyQueues: async (): Promise<string[]> => {
      const counts = await Promise.all(READ_QUEUES.map(({ name }) => countIn(name)));
      return READ_QUEUES.flatMap(({ name }, at) => {
        const { visible, hidden, delayed } = counts[at]!;
        const waiting = visible + hidden + delayed;
        return waiting > 0 ? [`queue ${name} has ${waiting} messages`] : [];
      });
    },
    /** Sentences: a DLQ each that has a letter. */
    deadLetters: async (): Promise<string[]> => {
      const counts = await Promise.all(DEAD_LETTER_QUEUES.map(countIn));
      return DEAD_LETTER_QUEUES.flatMap((name, at) => {
        const { visible } = counts[at]!;
        return visible > 0 ? [`${name} has ${visible} letters`] : [];
      });
    },
  };
};

const makeCountMessages = (sqs: SQSClient, prefix: string) => {
  const urls = new Map<string, Promise<string>>();
  const urlOf = (name: string): Promise<string> => {
    const url = urls.get(name) ?? resolveQueueUrl(sqs, physicalName(prefix, name));
    urls.set(name, url);
    return url;
  };
  return async (name: string) => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: await urlOf(name), AttributeNames: ['All'] }),
    );
    return {
      visible: Number(Attributes['ApproximateNumberOfMessages']),
      hidden: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
      delayed: Number(Attributes['ApproximateNumberOfMessagesDelayed']),
    };
  };
};
