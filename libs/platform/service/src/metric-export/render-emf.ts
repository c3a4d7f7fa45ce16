/** CloudWatch's limit for one directive. */
const MAX_METRICS = 100;
export const NAMESPACE = 'Recordings';

export type EmfInput = {
  readonly values: Readonly<Record<string, number>>;
  /** The only dimension, because each combination of dimensions is a metric that is paid for. */
  readonly stage: string;
  readonly atEpochMs: number;
};

/**
 * Makes log lines in CloudWatch's embedded metric format, each with at most 100 metrics. CloudWatch reads metrics out of a
 * log line whose object has `_aws`.
 */
export const renderEmf = ({ values, stage, atEpochMs }: EmfInput): object[] => {
  const entries = Object.entries(values);
  const lines: object[] = [];
  for (let at = 0; at < entries.length; at += MAX_METRICS) {
    const part = entries.slice(at, at + MAX_METRICS);
    lines.push({
      _aws: {
        Timestamp: atEpochMs,
        CloudWatchMetrics: [
          { Namespace: NAMESPACE, Dimensions: [['Stage']], Metrics: part.map(([name]) => ({ Name: name })) },
        ],
      },
      Stage: stage,
      ...Object.fromEntries(part),
    });
  }
  return lines;
};
