import type { Metrics } from '@recordings/service';

/** What ingestion-api counts beside the process's own figures. */
export const makeIngestionMetrics = (metrics: Metrics) => ({
  events: metrics.counter('cdr_events_total', 'CDR events by type and what became of them', [
    'type',
    'result',
  ]),
  explained: metrics.counter('calls_explained_total', 'Calls found to have no audio, by why', ['reason']),
  faultyEventFields: metrics.counter(
    'cdr_event_faulty_fields_total',
    'Fields of CDR events that count as missing because they cannot be used, or whose text was cut',
    ['field'],
  ),
  recordings: metrics.counter('recordings_received_total', 'Recordings received by what became of them', [
    'result',
    'reason',
  ]),
  faultyLabels: metrics.counter(
    'recording_faulty_labels_total',
    'Labels of recordings that count as missing because they cannot be used, or contradict each other',
    ['label'],
  ),
  unknownGroup: metrics.counter('unknown_group_total', 'Events and recordings of groups nobody registered'),
  unassigned: metrics.counter(
    'unassigned_line_of_business_total',
    'Recordings whose line of business no rule names',
  ),
});

export type IngestionMetrics = ReturnType<typeof makeIngestionMetrics>;
