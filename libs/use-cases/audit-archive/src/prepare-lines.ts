import {
  type CallChange,
  type CallKey,
  type HistoryEntry,
  numberHistory,
  type Timestamp,
} from '@recordings/call-record';
import type { Disposition } from '@recordings/fault';
import type { ArchiveEvent } from './archive-event.ts';
import { type AuditLine, type AuditMessage, callFolder, entryLineOf, eventLineOf } from './audit-line.ts';

/** `unreadable`: the call has a record, without a history that can be read. */
export type StoredHistory =
  | { readonly kind: 'read'; readonly revision: number; readonly history: readonly HistoryEntry[] }
  | { readonly kind: 'absent' | 'unreadable' };

export type ReceivedMessage = AuditMessage & {
  /** From 1. */
  readonly receiveCount: number;
};

/** The lines of one message, all of one folder, and the disposition of the message once they are durable. */
export type Prepared = {
  readonly folder: string;
  readonly lines: readonly AuditLine[];
  readonly disposition: Disposition;
};

/** Seconds. A write that takes longer is archived with the next change of its call. */
const LOOK_AGAIN_S = 600;

type Note = (event: ArchiveEvent) => void;

export const prepareEvent = (
  of: 'audit' | 'analytics',
  message: AuditMessage,
  archivedAt: Timestamp,
  note: Note,
): Prepared => {
  const { folder, isReadable, ...line } = eventLineOf(message, archivedAt);
  if (!isReadable) note({ type: 'audit_message_unreadable', messageId: message.messageId });
  const ofAnalytics = `analytics/${archivedAt.slice(0, 10)}`;
  const inFolder = of === 'analytics' && isReadable ? ofAnalytics : folder;
  return { folder: inFolder, lines: [line], disposition: { kind: 'ack' } };
};

/**
 * The entries that the announced write folded, and those of the record that are newer than the announcement. A write that
 * lost its race, or that never came, adds nothing. A record that has not changed yet is looked at once more.
 */
export const prepareChange = (
  { receiveCount }: ReceivedMessage,
  change: CallChange,
  stored: StoredHistory,
  archivedAt: Timestamp,
  note: Note,
): Prepared => {
  const key: CallKey = { tenantId: change.tenantId, callId: change.callId };
  if (stored.kind === 'unreadable') note({ type: 'audit_record_unreadable', ...key });
  const newer =
    stored.kind === 'read'
      ? numberHistory(stored).filter(({ revision }) => revision > change.fromRevision)
      : [];
  const lines = [...change.folded, ...newer].map((entry) => entryLineOf(key, entry, archivedAt));
  const isSettled = newer.length > 0 || receiveCount > 1;
  return {
    folder: callFolder(key, archivedAt),
    lines,
    disposition: isSettled ? { kind: 'ack' } : { kind: 'retry', delayS: LOOK_AGAIN_S },
  };
};
