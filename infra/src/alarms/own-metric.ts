import { metricNameOf, type Selection } from '@recordings/alarms';
import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';

/** Of the lines that the services write in CloudWatch's embedded metric format. */
const NAMESPACE = 'Recordings';

export type OwnMetricOptions = {
  readonly prefix: string;
  readonly minutes: number;
  readonly label?: string;
  /** Of a histogram: the metric of its sum or of its count. */
  readonly part?: 'sum' | 'count';
};

const ownMetric = (selection: Selection, options: OwnMetricOptions, statistic: string): Metric =>
  new Metric({
    namespace: NAMESPACE,
    metricName: metricNameOf(selection) + (options.part ? `_${options.part}` : ''),
    dimensionsMap: { Stage: options.prefix },
    period: Duration.minutes(options.minutes),
    statistic,
    ...(options.label && { label: options.label }),
  });

/** Each line has the growth since the last one, so the growth of all tasks is the sum. */
export const growthOf = (selection: Selection, options: OwnMetricOptions): Metric =>
  ownMetric(selection, options, Stats.SUM);

/** Tasks may export the same gauge, so the highest counts. */
export const levelOf = (selection: Selection, options: OwnMetricOptions): Metric =>
  ownMetric(selection, options, Stats.MAXIMUM);

/** How many lines had the metric. Each running task writes one a minute, also if nothing happened. */
export const samplesOf = (selection: Selection, options: OwnMetricOptions): Metric =>
  ownMetric(selection, options, Stats.SAMPLE_COUNT);
