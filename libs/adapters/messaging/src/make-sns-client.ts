import { SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';

export type SnsLimits = {
  /** To a connection; the wait for one of the client's 50 counts too. */
  readonly connectionTimeoutMs: number;
  /** Without a byte on the connection. */
  readonly silenceTimeoutMs: number;
  /** Of one request, the first included. */
  readonly maxAttempts: number;
};

/**
 * SNS answers in milliseconds. The SDK's own limits are none for the connection and five minutes of silence. One
 * attempt, for the publisher itself sends what failed twice more: an event that gets no answer fails after about 16
 * seconds, and each request of a batch is told apart.
 */
export const SNS_LIMITS: SnsLimits = {
  connectionTimeoutMs: 5_000,
  silenceTimeoutMs: 5_000,
  maxAttempts: 1,
};

/** A client that gives a dead connection up. Region, credentials and endpoint are the environment's, unless given. */
export const makeSnsClient = (limits: SnsLimits = SNS_LIMITS, config: SNSClientConfig = {}): SNSClient =>
  new SNSClient({
    ...config,
    maxAttempts: limits.maxAttempts,
    requestHandler: {
      connectionTimeout: limits.connectionTimeoutMs,
      socketTimeout: limits.silenceTimeoutMs,
    },
  });
