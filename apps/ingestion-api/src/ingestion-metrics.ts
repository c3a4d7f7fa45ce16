import type { Metrics } from '@recordings/service';
import { makeAdmissionMetrics } from './admission/admission-metrics.ts';

/** From seconds to a day: OCP repeats a push for 24 hours. */
const PUSH_LAG_BUCKETS_S = [10, 30, 60, 120, 300, 600, 1_800, 3_600, 21_600, 86_400];

/** The metrics of ingestion-api, beside those of every process. */
export const makeIngestionMetrics = (metrics: Metrics) => ({
  ...makeAdmissionMetrics(metrics),
  events: metrics.counter('cdr_events_total', 'CDR events by type and result', ['type', 'result']),
  explained: metrics.counter('calls_explained_total', 'Calls of which OCP has no recording, by reason', [
    'reason',
  ]),
  faultyEventFields: metrics.counter(
    'cdr_event_faulty_fields_total',
    'Fields of CDR events that count as missing because they cannot be used, or whose text was cut',
    ['field'],
  ),
  recordings: metrics.counter('recordings_received_total', 'Recordings received, by result', [
    'result',
    'reason',
  ]),
  pushLagS: metrics.histogram(
    'push_lag_seconds',
    'From the end of a call to the storing of its pushed recording, if the end was known by then',
    [],
    PUSH_LAG_BUCKETS_S,
  ),
  faultyLabels: metrics.counter(
    'recording_faulty_labels_total',
    'Labels of recordings that count as missing because they cannot be used, or contradict each other',
    ['label'],
  ),
  audioLinks: metrics.counter('audio_links_issued_total', 'Links to audio that were issued, by tenant', [
    'tenant',
  ]),
  unknownGroup: metrics.counter(
    'unknown_group_total',
    'Events and recordings of groups that the registry lacks',
  ),
  unassigned: metrics.counter(
    'unassigned_line_of_business_total',
    'Recordings without a line of business in the registry',
  ),
});

export type IngestionMetrics = ReturnType<typeof makeIngestionMetrics>;
