import type { NoteTable } from '@recordings/service';
import type { AdmissionEvent } from './admission-event.ts';
import type { AdmissionMetrics } from './admission-metrics.ts';

/** What each event of the admission becomes. */
export const makeAdmissionNotes = (metrics: AdmissionMetrics): NoteTable<AdmissionEvent> => ({
  request_not_admitted: {
    level: 'warn',
    message: 'a request was not admitted; its sender must send it again later',
    count: ({ reason }) => metrics.notAdmitted.inc({ reason }),
  },
  failed_keys_limited: {
    level: 'warn',
    message: 'an address sent too many refused keys; the others of this minute are not logged',
    count: () => metrics.failedKeysLimited.inc(),
  },
  connection_closed: { count: () => metrics.connectionsClosed.inc() },
});
