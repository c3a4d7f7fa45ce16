import type { Metrics } from '@recordings/service';
import type { InFlight } from './start-admission.ts';

/** What clients use of the process, and what was not admitted. */
export const makeAdmissionMetrics = (metrics: Metrics) => {
  const uploads = metrics.gauge('uploads_in_flight', 'Uploads that are received or stored now');
  const eventRequests = metrics.gauge('event_requests_in_flight', 'Requests of events that are handled now');
  const bytes = metrics.gauge('body_memory_bytes', 'Part of MAX_MEMORY_BYTES that is taken now');
  return {
    notAdmitted: metrics.counter(
      'requests_not_admitted_total',
      'Requests with a valid key that were answered 429 or 503 before their body was read',
      ['reason'],
    ),
    failedKeysLimited: metrics.counter(
      'failed_keys_limited_total',
      'Minutes in which an address sent more refused keys than it may',
    ),
    connectionsClosed: metrics.counter(
      'connections_closed_total',
      'Connections that were closed because there were too many',
    ),
    setInFlight: (inFlight: InFlight): void => {
      uploads.set(inFlight.uploads);
      eventRequests.set(inFlight.eventRequests);
      bytes.set(inFlight.bytes);
    },
  };
};

export type AdmissionMetrics = ReturnType<typeof makeAdmissionMetrics>;
