import type { Disposition } from '@recordings/fault';
import { type GroupKey, readMessage } from '@recordings/reconciliation';

type Schema = Parameters<typeof readMessage>[0];
type MessageOf<S extends Schema> = Extract<ReturnType<typeof readMessage<S>>, { kind: 'message' }>['message'];

/** A message of a newer version waits this long for a worker that can read it. */
const NEWER_VERSION_DELAY_S = 300;

/** @returns the message, or the disposition of a message that this version cannot read. */
export const readBody = <S extends Schema>(
  schema: S,
  version: string,
  body: string,
): { readonly message: MessageOf<S> } | { readonly disposition: Disposition } => {
  const read = readMessage(schema, version, body);
  switch (read.kind) {
    case 'message':
      return { message: read.message };
    case 'newer':
      return { disposition: { kind: 'postpone', delayS: NEWER_VERSION_DELAY_S } };
    case 'unreadable':
      return { disposition: { kind: 'dead-letter', reason: read.reason } };
    default:
      return read satisfies never;
  }
};

export const rejectUnknownGroup = ({ groupId, tenantId }: GroupKey): Disposition => ({
  kind: 'dead-letter',
  reason: `GROUP_UNKNOWN: ${groupId} of ${tenantId}`,
});
