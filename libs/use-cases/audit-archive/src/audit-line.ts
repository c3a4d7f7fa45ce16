import { createHash } from 'node:crypto';
import { CallId, type CallKey, type NumberedEntry, TenantId, type Timestamp } from '@recordings/call-record';
import { z } from 'zod';

export type AuditMessage = { readonly messageId: string; readonly body: string };

export type AuditLine = {
  /** Equal for lines of equal content: a message that is archived twice has the same one. */
  readonly entryId: string;
  /** JSON without a line break. */
  readonly text: string;
};

export type EventLine = AuditLine & {
  /** The folder of the archive: `calls/{date}/{shard}`, `events/{date}` or `unreadable/{date}`. */
  readonly folder: string;
  readonly isReadable: boolean;
};

const OfOneCall = z.object({ tenantId: TenantId, callId: CallId });
const AnyObject = z.record(z.string(), z.unknown());

/** The line of a message that is not a change of a call. A body that is not a JSON object is kept as it is, as text. */
export const eventLineOf = ({ messageId, body }: AuditMessage, archivedAt: Timestamp): EventLine => {
  const date = archivedAt.slice(0, 10);
  const entryId = sha256Of(body);
  const common = { entryId, messageId, archivedAt };
  const event = AnyObject.safeParse(parsed(body));
  if (!event.success || event.data['kind'] === 'call-changed') {
    const text = JSON.stringify({ ...common, raw: body });
    return { entryId, folder: `unreadable/${date}`, isReadable: false, text };
  }
  const text = JSON.stringify({ ...common, event: event.data });
  const call = OfOneCall.safeParse(event.data);
  const folder = call.success ? callFolder(call.data, archivedAt) : `events/${date}`;
  return { entryId, folder, isReadable: true, text };
};

/** The line of one entry of a call's history. */
export const entryLineOf = (
  { tenantId, callId }: CallKey,
  { revision, since, entry }: NumberedEntry,
  archivedAt: Timestamp,
): AuditLine => {
  // DynamoDB may give the fields of an entry in another order each time, so the id is made from these only.
  const entryId = sha256Of(JSON.stringify([tenantId, callId, revision, entry.at, entry.what]));
  return {
    entryId,
    text: JSON.stringify({ entryId, archivedAt, tenantId, callId, revision, since, entry }),
  };
};

/** The folder of the lines of a call that are archived on this day. */
export const callFolder = (key: CallKey, archivedAt: Timestamp): string =>
  `calls/${archivedAt.slice(0, 10)}/${archiveShardOf(key)}`;

/** One of 16: the first hex digit of a hash. The lines of one call are in one folder of 16 a day. */
export const archiveShardOf = ({ tenantId, callId }: CallKey): string =>
  sha256Of(`${tenantId}#${callId}`).slice(0, 1);

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** @returns undefined if the text is not JSON. */
export const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
