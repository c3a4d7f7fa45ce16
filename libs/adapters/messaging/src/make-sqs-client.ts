import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { type ClientLimits, timeoutsOf } from './client-limits.ts';

export type SqsLimits = ClientLimits & {
  /** Silence during a poll, where SQS is silent until a message arrives. */
  readonly pollSilenceTimeoutMs: number;
  /** Polls at once. */
  readonly maxPolls: number;
};

/**
 * SQS answers in milliseconds and holds a poll for 20 s at most. A request without an answer fails after about 9 seconds,
 * before the next extension of a message's invisibility is due (10 s). A poll is repeated after 28 seconds, because the
 * SDK starts to count silence after 3 s, and fails after about 85.
 */
export const SQS_LIMITS: SqsLimits = {
  connectionTimeoutMs: 3_000,
  silenceTimeoutMs: 3_000,
  pollSilenceTimeoutMs: 25_000,
  maxAttempts: 3,
  // A reconciler-worker has four queues with up to 50 slots each; with the SDK's pool of 50, slots would wait for others.
  maxPolls: 256,
};

/**
 * A client with time limits. Polls have their own connections and limits, so they do not delay other requests. Region,
 * credentials and endpoint come from the environment, unless given.
 */
export const makeSqsClient = (limits: SqsLimits = SQS_LIMITS, config: SQSClientConfig = {}): SQSClient => {
  const { maxAttempts, maxPolls: maxSockets, pollSilenceTimeoutMs: silenceTimeoutMs } = limits;
  const polls = new NodeHttpHandler({
    ...timeoutsOf({ ...limits, silenceTimeoutMs }),
    httpAgent: { maxSockets },
    httpsAgent: { maxSockets },
  });
  const requestHandler = joinHandlers(new NodeHttpHandler(timeoutsOf(limits)), polls);
  return new SQSClient({ ...config, maxAttempts, requestHandler });
};

type Handler = Pick<
  NodeHttpHandler,
  'metadata' | 'handle' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

const joinHandlers = (requests: NodeHttpHandler, polls: NodeHttpHandler): Handler => ({
  metadata: requests.metadata,
  handle: (request, options) =>
    (request.headers['x-amz-target'] === 'AmazonSQS.ReceiveMessage' ? polls : requests).handle(
      request,
      options,
    ),
  destroy: () => {
    requests.destroy();
    polls.destroy();
  },
  updateHttpClientConfig: (key: keyof NodeHttpHandlerOptions, value: never) => {
    requests.updateHttpClientConfig(key, value);
    polls.updateHttpClientConfig(key, value);
  },
  httpHandlerConfigs: () => requests.httpHandlerConfigs(),
});
