/** What the archive reports. */
export type ArchiveEvent =
  | { readonly type: 'audit_object_written'; readonly key: string; readonly lines: number }
  | {
      readonly type: 'audit_object_failed';
      readonly key: string;
      readonly lines: number;
      readonly err: unknown;
    }
  | { readonly type: 'audit_message_unreadable'; readonly messageId: string };
