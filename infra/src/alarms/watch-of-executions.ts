import type { ExecutionFigure, ExecutionsCondition, ExecutionsRatioCondition } from '@recordings/alarms';
import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { above, type Watch } from './watch-of.ts';

type Options = { readonly stateMachineArn: string; readonly minutes: number };

/** How CloudWatch watches the executions of the state machine. */
export const watchOfExecutions = (
  condition: ExecutionsCondition | ExecutionsRatioCondition,
  stateMachineArn: string,
): Watch => {
  const options = { stateMachineArn, minutes: condition.overMinutes };
  if (condition.kind === 'executions') return above(sumOf(condition.of, 'part', options), condition.above);
  const [part, all] = [sumOf(condition.of, 'part', options), sumOf(condition.to, 'all', options)];
  return {
    ...above(
      new MathExpression({
        expression: `IF((${all.expression}) >= ${condition.atLeast}, (${part.expression}) / (${all.expression}), 0)`,
        usingMetrics: { ...part.usingMetrics, ...all.usingMetrics },
        period: Duration.minutes(options.minutes),
      }),
      condition.share,
    ),
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  };
};

/** A figure of which there was none is absent, not 0. @param id begins the names of the metrics in the expression. */
const sumOf = (figures: readonly ExecutionFigure[], id: string, options: Options): MathExpression => {
  const metrics = figures.map((figure, at) => [`${id}${at}`, metricOf(figure, options)] as const);
  return new MathExpression({
    expression: metrics.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
    period: Duration.minutes(options.minutes),
  });
};

const metricOf = (metricName: ExecutionFigure, { stateMachineArn, minutes }: Options): Metric =>
  new Metric({
    namespace: 'AWS/States',
    metricName,
    dimensionsMap: { StateMachineArn: stateMachineArn },
    period: Duration.minutes(minutes),
    statistic: Stats.SUM,
  });
