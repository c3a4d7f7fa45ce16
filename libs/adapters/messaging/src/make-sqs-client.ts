import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';

export type SqsLimits = {
  readonly connectionTimeoutMs: number;
  /** Without a byte on the connection, of any request but a poll. */
  readonly silenceTimeoutMs: number;
  /** The same of a poll. SQS is silent for as long as it waits for a message. */
  readonly pollSilenceTimeoutMs: number;
  /** Of one request, the first included. */
  readonly maxAttempts: number;
  readonly maxPolls: number;
};

/**
 * SQS answers in milliseconds and holds a poll for 20 s at most. The SDK's own limits are none for the connection and
 * 15 minutes of silence. A request that gets no answer fails after about 9 seconds, before the next extension of a
 * message's invisibility is due (10 s); a poll is repeated after 28 seconds (the SDK counts from the third on) and
 * fails after about 85.
 */
export const SQS_LIMITS: SqsLimits = {
  connectionTimeoutMs: 3_000,
  silenceTimeoutMs: 3_000,
  pollSilenceTimeoutMs: 25_000,
  maxAttempts: 3,
  // A reconciler-worker has four queues with up to 50 slots each; the SDK's own 50 would let slots wait for each other.
  maxPolls: 256,
};

/**
 * A client that gives a dead connection up. Polls have limits and connections of their own, so they are neither cut
 * short nor in the way. Region, credentials and endpoint are the environment's, unless given.
 */
export const makeSqsClient = (limits: SqsLimits = SQS_LIMITS, config: SQSClientConfig = {}): SQSClient => {
  const { connectionTimeoutMs: connectionTimeout, maxAttempts, maxPolls: maxSockets } = limits;
  return new SQSClient({
    ...config,
    maxAttempts,
    requestHandler: handlerOf(
      new NodeHttpHandler({ connectionTimeout, socketTimeout: limits.silenceTimeoutMs }),
      new NodeHttpHandler({
        connectionTimeout,
        socketTimeout: limits.pollSilenceTimeoutMs,
        httpAgent: { maxSockets },
        httpsAgent: { maxSockets },
      }),
    ),
  });
};

type Handler = Pick<
  NodeHttpHandler,
  'metadata' | 'handle' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

const handlerOf = (requests: NodeHttpHandler, polls: NodeHttpHandler): Handler => ({
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
