import { SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';
import { type ClientLimits, timeoutsOf } from './client-limits.ts';

/**
 * SNS answers in milliseconds. One attempt, because the publisher sends failed events twice more: an event that gets no
 * answer fails after about 16 seconds.
 */
export const SNS_LIMITS: ClientLimits = {
  connectionTimeoutMs: 5_000,
  silenceTimeoutMs: 5_000,
  maxAttempts: 1,
};

/** A client with time limits. Region, credentials and endpoint come from the environment, unless given. */
export const makeSnsClient = (limits: ClientLimits = SNS_LIMITS, config: SNSClientConfig = {}): SNSClient =>
  new SNSClient({ ...config, maxAttempts: limits.maxAttempts, requestHandler: timeoutsOf(limits) });
