import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { makeSqsClient, resolveQueueUrl } from '@recordings/messaging';
import { deadLetterQueues, physicalName, type QueueShape, queues } from '@recordings/topology';
import { type Check, type Finding, fault } from '../check.ts';
import { namesOf } from '../explain-fault.ts';
import { type Place, sayHowToMake } from '../place.ts';

/** Whether each queue exists, and moves what fails to its dead-letter queue. */
export const checkQueues = (place: Place): Check => ({
  name: 'queues',
  run: async (signal) => {
    const client = makeSqsClient();
    const shapes: readonly QueueShape[] = [...Object.values(queues), ...deadLetterQueues];
    try {
      const findings = await Promise.all(shapes.map((shape) => checkQueue(client, place, shape, signal)));
      return { looked: `${shapes.length} queues`, findings: findings.flat() };
    } finally {
      client.destroy();
    }
  },
});

const MISSING = /NonExistentQueue|QueueDoesNotExist/;

const checkQueue = async (
  client: SQSClient,
  place: Place,
  { name, deadLetter }: QueueShape,
  abortSignal: AbortSignal,
): Promise<Finding[]> => {
  const full = physicalName(place.prefix, name);
  try {
    const QueueUrl = await resolveQueueUrl(client, full);
    const ask = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] });
    const { Attributes } = await client.send(ask, { abortSignal });
    if (!deadLetter || movesTo(Attributes?.RedrivePolicy, physicalName(place.prefix, deadLetter.queue)))
      return [];
    return [fault(`queue ${full} does not move failed messages to ${deadLetter.queue}`, sayHowToMake(place))];
  } catch (error) {
    if (!namesOf(error).some((one) => MISSING.test(one))) throw error;
    return [fault(`queue ${full} does not exist`, sayHowToMake(place))];
  }
};

const movesTo = (policy: string | undefined, queue: string): boolean =>
  policy !== undefined &&
  String((JSON.parse(policy) as { readonly deadLetterTargetArn?: string }).deadLetterTargetArn).endsWith(
    `:${queue}`,
  );
