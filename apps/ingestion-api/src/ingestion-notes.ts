import type { EventIntakeEvent } from '@recordings/event-intake';
import type { UploadEvent } from '@recordings/recording-intake';
import type { NoteTable } from '@recordings/service';
import type { AudioLinkEvent } from './calls/issue-audio-link.ts';
import type { IngestionMetrics } from './ingestion-metrics.ts';

/** What each event of the use cases becomes: a metric, a log line, or both. */
export const makeIngestionNotes = (
  metrics: IngestionMetrics,
): NoteTable<EventIntakeEvent | UploadEvent | AudioLinkEvent> => ({
  cdr_event_recorded: {
    count: ({ eventType, result }) => metrics.events.inc({ type: eventType, result }),
  },
  cdr_event_ignored: { count: () => metrics.events.inc({ type: 'other', result: 'ignored' }) },
  cdr_event_quarantined: {
    level: 'warn',
    message: 'CDR event cannot be recorded; it is kept in quarantine',
    count: ({ eventType }) => metrics.events.inc({ type: eventType, result: 'quarantined' }),
  },
  cdr_event_fields_faulty: {
    level: 'warn',
    message: 'fields of a CDR event count as missing or were cut',
    count: ({ fields }) => {
      for (const field of fields) metrics.faultyEventFields.inc({ field });
    },
  },
  call_explained: { count: ({ reason }) => metrics.explained.inc({ reason }) },
  group_unknown: {
    level: 'warn',
    message: 'group is not in the registry; the call is recorded without it',
    count: () => metrics.unknownGroup.inc(),
  },
  recording_received: {
    level: ({ result }) => (result === 'quarantined' ? 'warn' : 'info'),
    message: 'recording received',
    count: ({ result, reason }) => metrics.recordings.inc({ result, reason }),
  },
  recording_labels_faulty: {
    level: 'warn',
    message: 'labels of a recording cannot be used or contradict others',
    count: ({ labels }) => {
      for (const label of labels) metrics.faultyLabels.inc({ label });
  audio_link_issued: {
    level: 'info',
    message: 'a link to audio was issued',
    count: ({ tenantId }) => metrics.audioLinks.inc({ tenant: tenantId }),
  },
    },
  },
});
