import type { Metrics } from '../make-metrics.ts';

export const makeBucketMetrics = (metrics: Metrics) => {
  const missing = metrics.gauge(
    'buckets_missing',
    'Buckets of lines of business of the registry that do not exist or that we may not use',
  );
  missing.set(0);
  return { missing };
};
