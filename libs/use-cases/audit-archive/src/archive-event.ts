/** What the archive reports. */
export type ArchiveEvent =
  | { readonly type: 'audit_object_written'; readonly key: string; readonly lines: number }
  | {
      readonly type: 'audit_object_failed';
      readonly key: string;
      readonly lines: number;
      readonly err: unknown;
    }
  | { readonly type: 'audit_message_unreadable'; readonly messageId: string }
  /** The records of so many announced calls could not be read, or their hours could not be marked. */
  | { readonly type: 'audit_records_unread'; readonly calls: number; readonly err: unknown }
  /** The record of this call has no history that can be read. */
  | { readonly type: 'audit_record_unreadable'; readonly tenantId: string; readonly callId: string };
