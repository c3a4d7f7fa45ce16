import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

export type DynamoDbLimits = {
  /** To a connection; the wait for one of the client's 50 counts too. */
  readonly connectionTimeoutMs: number;
  /** Without a byte on the connection: before the answer and inside it. */
  readonly silenceTimeoutMs: number;
  /** Of one request, the first included. */
  readonly maxAttempts: number;
};

/**
 * DynamoDB answers in milliseconds, a page of a query within a second. The SDK's own limits are none for the
 * connection and five minutes of silence. A request that gets no answer fails after about 15 seconds: within the 20 s
 * that a stopping worker leaves its messages.
 */
export const DYNAMODB_LIMITS: DynamoDbLimits = {
  connectionTimeoutMs: 5_000,
  silenceTimeoutMs: 5_000,
  maxAttempts: 3,
};

/** A client that gives a dead connection up. Region, credentials and endpoint are the environment's, unless given. */
export const makeDynamoDbClient = (
  limits: DynamoDbLimits = DYNAMODB_LIMITS,
  config: DynamoDBClientConfig = {},
): DynamoDBClient =>
  new DynamoDBClient({
    ...config,
    maxAttempts: limits.maxAttempts,
    // Not `requestTimeout`: that runs while a request waits for a free connection, and ends at the answer's headers.
    requestHandler: {
      connectionTimeout: limits.connectionTimeoutMs,
      socketTimeout: limits.silenceTimeoutMs,
    },
  });
