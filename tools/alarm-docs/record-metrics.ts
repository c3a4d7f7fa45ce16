import { type Metrics, makeMetrics } from '@recordings/service';

/** A metric that a service exports. */
export type ExportedMetric = {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
};

export type ExportedMetrics = ReadonlyMap<string, ExportedMetric>;

/** Metrics as a service has them, that also remember what was made. */
export const recordMetrics = (): { readonly metrics: Metrics; readonly made: ExportedMetrics } => {
  const made = new Map<string, ExportedMetric>();
  const metrics = makeMetrics('recorded');
  return {
    made,
    metrics: {
      ...metrics,
      counter: (name, help, labels) => {
        made.set(name, { type: 'counter', labels: labels ?? [] });
        return metrics.counter(name, help, labels);
      },
      gauge: (name, help, labels) => {
        made.set(name, { type: 'gauge', labels: labels ?? [] });
        return metrics.gauge(name, help, labels);
      },
      histogram: (name, help, labels, buckets) => {
        made.set(name, { type: 'histogram', labels: labels ?? [] });
        return metrics.histogram(name, help, labels, buckets);
      },
    },
  };
};
