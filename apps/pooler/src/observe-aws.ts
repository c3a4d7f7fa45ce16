import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SNSClient } from '@aws-sdk/client-sns';
import { observeAttempts } from './observe-attempts.ts';
import type { PoolerMetrics } from './pooler-metrics.ts';

/** Counts what DynamoDB fails with. That a condition does not hold is an answer: somebody was first. */
export const observeDynamoDb = (
  dynamodb: DynamoDBClient,
  metrics: PoolerMetrics,
  nowMs: () => number,
): DynamoDBClient =>
  observeAttempts(dynamodb, nowMs, ({ errorType }) => {
    if (errorType === undefined || errorType === 'ConditionalCheckFailedException') return;
    metrics.dynamoDbErrors.inc({ type: errorType });
  });

/** Times SNS and counts what it fails with: whole requests, and single events of a batch that it takes. */
export const observeSns = (sns: SNSClient, metrics: PoolerMetrics, nowMs: () => number): SNSClient =>
  observeAttempts(sns, nowMs, ({ durationMs, errorType, answer }) => {
    metrics.publishLatencyMs.observe(durationMs);
    if (errorType !== undefined) metrics.publishErrors.inc({ type: errorType });
    const failed = (answer?.['Failed'] ?? []) as readonly { readonly Code?: string }[];
    for (const { Code = 'Unknown' } of failed) metrics.publishErrors.inc({ type: Code });
  });
