import { makeSnsClient, makeTopicPublisher, SNS_LIMITS } from '@recordings/messaging';
import type { Config } from './config.ts';
import { retryDelaysMs } from './publishing-config.ts';

type SnsClient = ReturnType<typeof makeSnsClient>;

/** The topic of windows, with the limits of the configuration. */
export const wireTopic = (config: Config, observe: (sns: SnsClient) => SnsClient, sns?: SnsClient) => {
  const timeoutMs = config.PUBLISH_TIMEOUT_MS;
  const limits = { ...SNS_LIMITS, connectionTimeoutMs: timeoutMs, silenceTimeoutMs: timeoutMs };
  return makeTopicPublisher({
    sns: observe(sns ?? makeSnsClient(limits)),
    topicArn: config.RECONCILIATION_TOPIC_ARN,
    retryDelaysMs: retryDelaysMs(config.PUBLISH_RETRIES),
    parallelEvents: config.PARALLEL_PUBLISHING,
    eventsPerSecond: config.PUBLISHES_PER_SECOND,
    timeoutMs,
    ...(config.MESSAGE_GROUP_ID !== undefined && { messageGroupId: config.MESSAGE_GROUP_ID }),
  });
};
