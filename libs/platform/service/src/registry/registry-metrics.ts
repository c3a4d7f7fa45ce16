import type { Metrics } from '../make-metrics.ts';

export const makeRegistryMetrics = (metrics: Metrics) => ({
  changes: metrics.counter('registry_changes_total', 'New versions of the registry that came into use'),
  failures: metrics.counter(
    'registry_reload_failures_total',
    'Readings of the registry that failed or were refused; the last good version stays in use',
  ),
});

export type RegistryMetrics = ReturnType<typeof makeRegistryMetrics>;
