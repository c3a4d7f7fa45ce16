import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SNSClient } from '@aws-sdk/client-sns';
import { observeAttempts } from '@recordings/service';
import type { PoolerMetrics } from './pooler-metrics.ts';

/**
 * Measures queries, and counts DynamoDB's errors, also those of single writes inside a successful answer. A failed condition
 * is an answer and not an error: another writer was first.
 */
export const observeDynamoDb = (
  dynamodb: DynamoDBClient,
  metrics: Pick<PoolerMetrics, 'dynamoDbErrors' | 'queryMs'>,
  nowMs: () => number,
): DynamoDBClient =>
  observeAttempts(dynamodb, nowMs, ({ operation, durationMs, errorType, answer }) => {
    if (operation === 'Query') metrics.queryMs.observe(durationMs);
    for (const type of [errorType, ...refusedIn(operation, answer)]) {
      if (type === undefined || /^ConditionalCheckFailed/.test(type)) continue;
      metrics.dynamoDbErrors.inc({ type });
    }
  });

/** A batch of statements has an error for each that failed. */
const refusedIn = (
  operation: string,
  answer: Readonly<Record<string, unknown>> | undefined,
): (string | undefined)[] => {
  if (operation !== 'BatchExecuteStatement') return [];
  const responses = (answer?.['Responses'] ?? []) as readonly {
    readonly Error?: { readonly Code?: string };
  }[];
  return responses.map(({ Error: error }) => error && (error.Code ?? 'Unknown'));
};

/** Measures SNS's latency. Counts failed requests, and events that SNS refuses inside a successful answer. */
export const observeSns = (
  sns: SNSClient,
  metrics: Pick<PoolerMetrics, 'publishLatencyMs' | 'publishErrors'>,
  nowMs: () => number,
): SNSClient =>
  observeAttempts(sns, nowMs, ({ durationMs, errorType, answer }) => {
    metrics.publishLatencyMs.observe(durationMs);
    if (errorType !== undefined) metrics.publishErrors.inc({ type: errorType });
    const refused = (answer?.['Failed'] ?? []) as readonly { readonly Code?: string }[];
    for (const { Code = 'Unknown' } of refused) metrics.publishErrors.inc({ type: Code });
  });
