import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

export type DynamoDbLimits = {
  /** To a connection. The wait for a free one of the client's 50 connections is included. */
  readonly connectionTimeoutMs: number;
  /** Longest time without a byte, before the answer and within it. */
  readonly silenceTimeoutMs: number;
  /** Attempts of one request, the first included. */
  readonly maxAttempts: number;
};

/**
 * DynamoDB answers in milliseconds, and a page of a query within a second. The SDK has no limit for the connection, and
 * waits five minutes without a byte. With these limits a request without an answer fails after about 15 s: within the
 * 20 s that a stopping worker gives its messages.
 */
export const DYNAMODB_LIMITS: DynamoDbLimits = {
  connectionTimeoutMs: 5_000,
  silenceTimeoutMs: 5_000,
  maxAttempts: 3,
};

/** A client that gives up dead connections. Region, credentials and endpoint come from the environment, unless given. */
export const makeDynamoDbClient = (
  limits: DynamoDbLimits = DYNAMODB_LIMITS,
  config: DynamoDBClientConfig = {},
): DynamoDBClient =>
  new DynamoDBClient({
    ...config,
    maxAttempts: limits.maxAttempts,
    // Not `requestTimeout`: it includes the wait for a free connection, and it ends at the answer's headers.
    requestHandler: {
      connectionTimeout: limits.connectionTimeoutMs,
      socketTimeout: limits.silenceTimeoutMs,
    },
  });
