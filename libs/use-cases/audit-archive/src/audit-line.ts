import { createHash } from 'node:crypto';
import { CallId, TenantId, type Timestamp } from '@recordings/call-record';
import { z } from 'zod';

export type AuditMessage = { readonly messageId: string; readonly body: string };

export type AuditLine = {
  /** The folder of the archive: `calls/{date}/{shard}`, `events/{date}` or `unreadable/{date}`. */
  readonly folder: string;
  readonly isReadable: boolean;
  /** JSON without a line break. */
  readonly text: string;
};

const OfOneCall = z.object({ tenantId: TenantId, callId: CallId });
const AnyObject = z.record(z.string(), z.unknown());

/**
 * Makes the line of a message. `entryId` depends on the body only: a message that is archived twice has the same one.
 * A body that is not a JSON object is kept as it is, as text.
 */
export const auditLineOf = ({ messageId, body }: AuditMessage, archivedAt: Timestamp): AuditLine => {
  const date = archivedAt.slice(0, 10);
  const common = { entryId: sha256Of(body), messageId, archivedAt };
  const event = AnyObject.safeParse(parsed(body));
  if (!event.success) {
    return {
      folder: `unreadable/${date}`,
      isReadable: false,
      text: JSON.stringify({ ...common, raw: body }),
    };
  }
  const text = JSON.stringify({ ...common, event: event.data });
  const call = OfOneCall.safeParse(event.data);
  if (!call.success) return { folder: `events/${date}`, isReadable: true, text };
  return { folder: `calls/${date}/${shardOf(call.data)}`, isReadable: true, text };
};

/** One of 16: the first hex digit of a hash. The lines of one call are in one folder of 16 a day. */
const shardOf = ({ tenantId, callId }: z.infer<typeof OfOneCall>): string =>
  sha256Of(`${tenantId}#${callId}`).slice(0, 1);

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
