import type { ArchiveEvent } from '@recordings/audit-archive';
import type { NoteTable } from '@recordings/service';
import type { ArchiverMetrics } from './archiver-metrics.ts';

/** What each event of the archive becomes: a metric, a log line, or both. */
export const makeArchiverNotes = (metrics: ArchiverMetrics): NoteTable<ArchiveEvent> => ({
  audit_object_written: {
    level: 'debug',
    message: 'audit object written',
    count: ({ lines }) => {
      metrics.objects.inc({ result: 'written' });
      metrics.lines.inc(lines);
    },
  },
  audit_object_failed: {
    level: 'error',
    message: 'audit object not written; its messages will be received again',
    count: () => metrics.objects.inc({ result: 'failed' }),
  },
  audit_records_unread: {
    level: 'error',
    message: 'call records not read or hours not marked; the announcements will be received again',
    count: ({ calls }) => metrics.recordsUnread.inc(calls),
  },
  audit_record_unreadable: {
    level: 'error',
    message: 'call record has no readable history; only the entries that its writers sent are archived',
    count: () => metrics.recordsUnreadable.inc(),
  },
  audit_message_unreadable: {
    level: 'warn',
    message: 'audit message cannot be read; it is archived as text',
    count: () => metrics.unreadable.inc(),
  },
});
