import { isDeepStrictEqual } from 'node:util';
import {
  GetSubscriptionAttributesCommand,
  paginateListSubscriptionsByTopic,
  paginateListTopics,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { makeSnsClient } from '@recordings/messaging';
import { physicalName, type SubscriptionShape, type TopicShape, topics } from '@recordings/topology';
import { type Check, type Finding, fault } from '../check.ts';
import { type Place, sayHowToMake } from '../place.ts';

/** Whether each topic exists and sends to each of its queues, as this version expects it. */
export const checkSubscriptions = (place: Place): Check => ({
  name: 'subscriptions',
  run: async (signal) => {
    const client = makeSnsClient();
    const shapes = Object.values<TopicShape>(topics);
    try {
      const arns = await listTopics(client, signal);
      const findings = await Promise.all(
        shapes.map((shape) => checkTopic(client, place, shape, arns, signal)),
      );
      const count = shapes.reduce((sum, { subscriptions }) => sum + subscriptions.length, 0);
      return { looked: `${count} subscriptions of ${shapes.length} topics`, findings: findings.flat() };
    } finally {
      client.destroy();
    }
  },
});

const listTopics = async (client: SNSClient, abortSignal: AbortSignal): Promise<string[]> => {
  const arns: string[] = [];
  for await (const { Topics = [] } of paginateListTopics({ client }, {}, { abortSignal }))
    arns.push(...Topics.flatMap(({ TopicArn }) => TopicArn ?? []));
  return arns;
};

const checkTopic = async (
  client: SNSClient,
  place: Place,
  shape: TopicShape,
  arns: readonly string[],
  abortSignal: AbortSignal,
): Promise<Finding[]> => {
  const name = physicalName(place.prefix, shape.name);
  const arn = arns.find((one) => one.endsWith(`:${name}`));
  if (arn === undefined) return [fault(`topic ${name} does not exist`, sayHowToMake(place))];
  const byQueue = new Map<string, string>();
  const pages = paginateListSubscriptionsByTopic({ client }, { TopicArn: arn }, { abortSignal });
  for await (const { Subscriptions = [] } of pages)
    for (const { Endpoint = '', SubscriptionArn = '' } of Subscriptions)
      byQueue.set(Endpoint.split(':').at(-1)!, SubscriptionArn);
  const findings = await Promise.all(
    shape.subscriptions.map(async (wanted) => {
      const queue = physicalName(place.prefix, wanted.queue);
      const subscription = byQueue.get(queue);
      if (subscription === undefined)
        return [fault(`queue ${queue} has no subscription: it gets nothing of ${name}`, sayHowToMake(place))];
      const ask = new GetSubscriptionAttributesCommand({ SubscriptionArn: subscription });
      const { Attributes = {} } = await client.send(ask, { abortSignal });
      const wrong = findWrong(Attributes, wanted, shape);
      return wrong === undefined ? [] : [fault(`subscription of ${queue} to ${name}: ${wrong}`, FIX)];
    }),
  );
  return findings.flat();
};

const FIX = 'delete the subscription, then make it anew as above for a missing one';

const findWrong = (
  { RawMessageDelivery, FilterPolicy, RedrivePolicy }: Readonly<Record<string, string>>,
  { filterPolicy }: SubscriptionShape,
  { undelivered }: TopicShape,
): string | undefined => {
  if (RawMessageDelivery !== 'true') return 'it does not deliver raw messages, which services cannot read';
  if (!isDeepStrictEqual(FilterPolicy === undefined ? undefined : JSON.parse(FilterPolicy), filterPolicy))
    return 'its filter policy is another one, so that messages are lost or come twice';
  if (!String(RedrivePolicy).includes(undelivered))
    return `what cannot be delivered is not kept in ${undelivered}`;
  return undefined;
};
