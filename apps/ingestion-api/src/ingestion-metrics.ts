import type { Metrics } from '@recordings/service';

/** What ingestion-api counts beside the process's own figures. */
export const makeIngestionMetrics = (metrics: Metrics) => ({
  events: metrics.counter('cdr_events_total', 'CDR events by type and what became of them', [
    'type',
    'result',
  ]),
  explained: metrics.counter('calls_explained_total', 'Calls found to have no audio, by why', ['reason']),
  recordings: metrics.counter('recordings_received_total', 'Recordings received by what became of them', [
    'result',
    'reason',
  ]),
  unknownGroup: metrics.counter('unknown_group_total', 'Events and recordings of groups nobody registered'),
  unassigned: metrics.counter(
    'unassigned_line_of_business_total',
    'Recordings whose line of business no rule names',
  ),
});

export type IngestionMetrics = ReturnType<typeof makeIngestionMetrics>;
