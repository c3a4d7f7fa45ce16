import { z } from 'zod';
import { type CallRecord, HistoryEntry } from './call-record.ts';
import { changedHours } from './counts/changed-hours.ts';
import { CallId, TenantId } from './ids.ts';
import { foldedEntries } from './number-history.ts';
import { Timestamp } from './timestamp.ts';

/** Grows with each change of the message that an older reader would misread. */
const SCHEMA_VERSION = 1;

/**
 * Announces that a call's record may change after `fromRevision`. It is sent before the write, so it proves no change: the
 * reader looks at the record. `folded` are the entries that this write takes out of the history.
 * `hours` are those whose counts it changes. Announcements from before they existed lack them.
 */
export const CallChange = z.object({
  kind: z.literal('call-changed'),
  schemaVersion: z.literal(SCHEMA_VERSION),
  tenantId: TenantId,
  callId: CallId,
  fromRevision: z.number().int().nonnegative(),
  hours: z.array(Timestamp).readonly().optional(),
  folded: z.array(
    z.object({ revision: z.number().int(), since: z.number().int(), entry: HistoryEntry }).readonly(),
  ),
});
export type CallChange = z.infer<typeof CallChange>;

/** JSON bytes of `folded` in one message. SQS takes 256 KiB. */
const MAX_FOLDED_BYTES = 200_000;

/** The messages that announce this write: one, or several if it folds more entries than fit into one. */
export const announcementsOf = (before: CallRecord | undefined, next: CallRecord): CallChange[] => {
  const { tenantId, callId } = next;
  const about = { tenantId, callId, hours: changedHours(before, next) };
  const common = { kind: 'call-changed', schemaVersion: SCHEMA_VERSION, ...about } as const;
  const messages: CallChange[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const one of foldedEntries(before, next)) {
    const size = Buffer.byteLength(JSON.stringify(one));
    if (bytes + size > MAX_FOLDED_BYTES) {
      messages.push({ ...common, fromRevision: next.revision - 1, folded: [] });
      bytes = 0;
    }
    messages.at(-1)!.folded.push(one);
    bytes += size;
  }
  return messages.length > 0 ? messages : [{ ...common, fromRevision: next.revision - 1, folded: [] }];
};
