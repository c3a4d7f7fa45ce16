import type { Metrics } from '@recordings/service';

export const makeCdrMetrics = (metrics: Metrics) => ({
  events: metrics.counter('exported_cdr_events_total', 'Events of the CDRs of exports, by result', [
    'result',
  ]),
});
export type CdrMetrics = ReturnType<typeof makeCdrMetrics>;
