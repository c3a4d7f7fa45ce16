import type { AwsCondition, Condition, QueueCondition } from '@recordings/alarms';
import { physicalName } from '@recordings/topology';
import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { growthOf, levelOf, samplesOf } from './own-metric.ts';

/** How CloudWatch watches one metric. */
export type Watch = {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparisonOperator: ComparisonOperator;
  /** Periods in a row. */
  readonly evaluationPeriods: number;
  readonly treatMissingData: TreatMissingData;
};

/** Minutes. Longer than the time between two values of a gauge, so that no period is empty. */
const levelPeriodOf = (everyMinutes: number): number => 5 * (Math.floor(everyMinutes / 5) + 1);
/** Minutes. Every task writes a line each minute. */
const SILENCE_PERIOD = 5;
/** Minutes. SQS reports each minute. */
const QUEUE_PERIOD = 5;

export const above = (metric: IMetric, threshold: number, evaluationPeriods = 1): Watch => ({
  metric,
  threshold,
  comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
  evaluationPeriods,
  treatMissingData: TreatMissingData.NOT_BREACHING,
});

/** How CloudWatch watches a condition on metrics of the services. */
export const watchOf = (condition: Exclude<Condition, AwsCondition>, prefix: string): Watch => {
  switch (condition.kind) {
    case 'increase':
      return above(growthOf(condition.of, { prefix, minutes: condition.overMinutes }), condition.above);
    case 'no-increase':
      return {
        ...above(
          growthOf(condition.of, { prefix, minutes: condition.overMinutes + condition.forMinutes }),
          1,
        ),
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      };
    case 'silence':
      return {
        ...above(samplesOf(condition.of, { prefix, minutes: SILENCE_PERIOD }), 1),
        evaluationPeriods: Math.ceil(condition.forMinutes / SILENCE_PERIOD),
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      };
    case 'level':
      return above(
        levelOf(condition.of, { prefix, minutes: levelPeriodOf(condition.everyMinutes) }),
        condition.above,
        Math.max(1, Math.ceil(condition.forMinutes / levelPeriodOf(condition.everyMinutes))),
      );
    case 'ratio':
      return watchOfRatio(condition, prefix);
    case 'mean':
      return watchOfMean(condition, prefix);
    default:
      return condition satisfies never;
  }
};

/** Below `atLeast` the share counts as 0. */
const watchOfRatio = (
  { of, to, share, atLeast, overMinutes: minutes }: Condition & { readonly kind: 'ratio' },
  prefix: string,
): Watch => ({
  ...above(
    new MathExpression({
      expression: `IF(all >= ${atLeast}, FILL(part, 0) / all, 0)`,
      usingMetrics: { part: growthOf(of, { prefix, minutes }), all: growthOf(to, { prefix, minutes }) },
      period: Duration.minutes(minutes),
    }),
    share,
  ),
  comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
});

const watchOfMean = (
  { histogram, above: threshold, overMinutes: minutes }: Condition & { readonly kind: 'mean' },
  prefix: string,
): Watch => above(meanOf({ metric: histogram }, { prefix, minutes }), threshold);

export const meanOf = (...[of, options]: Parameters<typeof growthOf>): MathExpression =>
  new MathExpression({
    expression: 'IF(count > 0, total / count)',
    usingMetrics: {
      total: growthOf(of, { ...options, part: 'sum' }),
      count: growthOf(of, { ...options, part: 'count' }),
    },
    period: Duration.minutes(options.minutes),
    ...(options.label && { label: options.label }),
  });

/** How CloudWatch watches one queue. */
export const watchOfQueue = (
  { metric, above: threshold, forMinutes }: QueueCondition,
  queue: string,
  prefix: string,
): Watch =>
  above(
    new Metric({
      namespace: 'AWS/SQS',
      metricName: metric,
      dimensionsMap: { QueueName: physicalName(prefix, queue) },
      period: Duration.minutes(QUEUE_PERIOD),
      statistic: Stats.MAXIMUM,
    }),
    threshold,
    Math.max(1, Math.ceil(forMinutes / QUEUE_PERIOD)),
  );
