import type { EventIntakeEvent } from '@recordings/event-intake';
import type { NoteTable } from '@recordings/service';
import type { IngestionMetrics } from './ingestion-metrics.ts';

/** Uploads report it too. */
type OfEventsOnly = Exclude<EventIntakeEvent, { readonly type: 'group_unknown' }>;

/** What recording CDR events reports. */
export const makeEventNotes = (metrics: IngestionMetrics): NoteTable<OfEventsOnly> => ({
  cdr_event_recorded: {
    count: ({ eventType, result }) => metrics.events.inc({ type: eventType, result }),
  },
  cdr_event_copied: {
    level: 'info',
    message: 'fields of a CDR event do not fit into the record; a copy of the event is kept',
    count: ({ eventType }) => metrics.events.inc({ type: eventType, result: 'copied' }),
  },
  cdr_event_ignored: { count: () => metrics.events.inc({ type: 'other', result: 'ignored' }) },
  cdr_event_quarantined: {
    level: 'warn',
    message: 'CDR event cannot be recorded; it is kept in quarantine',
    count: ({ eventType }) => metrics.events.inc({ type: eventType, result: 'quarantined' }),
  },
  cdr_event_refused: {
    level: 'warn',
    message: 'CDR event is of a tenant that its sender does not reach; it is kept in quarantine',
    count: ({ eventType }) => metrics.events.inc({ type: eventType, result: 'refused' }),
  },
  cdr_event_fields_faulty: {
    level: 'warn',
    message: 'fields of a CDR event count as missing or were cut',
    count: ({ fields }) => {
      for (const field of fields) metrics.faultyEventFields.inc({ field });
    },
  },
  call_explained: { count: ({ reason }) => metrics.explained.inc({ reason }) },
});
