import type { EventIntakeEvent } from '@recordings/event-intake';
import type { NoteTable } from '@recordings/service';
import type { CdrMetrics } from './cdr-metrics.ts';

/** What recording exported CDRs reports. */
export const makeCdrNotes = ({ events }: CdrMetrics): NoteTable<EventIntakeEvent> => ({
  cdr_event_recorded: { count: ({ result }) => events.inc({ result }) },
  cdr_event_copied: {
    level: 'info',
    message: 'fields of an exported CDR event do not fit into the record; a copy of the event is kept',
    count: () => events.inc({ result: 'copied' }),
  },
  cdr_event_ignored: { count: () => events.inc({ result: 'ignored' }) },
  cdr_event_quarantined: {
    level: 'warn',
    message: 'exported CDR event cannot be recorded; it is kept in quarantine',
    count: () => events.inc({ result: 'quarantined' }),
  },
  cdr_event_refused: {
    level: 'warn',
    message: 'exported CDR event is of another tenant than its export; it is kept in quarantine',
    count: () => events.inc({ result: 'refused' }),
  },
  cdr_event_fields_faulty: {
    level: 'warn',
    message: 'fields of an exported CDR event count as missing or were cut',
  },
  call_explained: { count: () => undefined },
  group_unknown: {
    level: 'warn',
    message: 'group of an exported CDR event is not in the registry; the event is recorded',
  },
});
