import type { Metrics } from '@recordings/service';

export const makeSilenceMetrics = (metrics: Metrics) => ({
  silent: metrics.gauge(
    'groups_silent_total',
    'Groups from which no call has come for longer than usual for the hour of the week, up to the last closed hour',
  ),
  longestMinutes: metrics.gauge(
    'group_silence_minutes',
    'The longest silence of such a group; 0 if there is none',
  ),
  failed: metrics.counter(
    'silence_not_measured_total',
    'Tenants whose counts of closed hours could not be read to look for silent groups',
  ),
});

export type SilenceMetrics = ReturnType<typeof makeSilenceMetrics>;
