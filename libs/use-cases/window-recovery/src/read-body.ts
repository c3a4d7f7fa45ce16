import type { Disposition, Postponed } from '@recordings/fault';
import {
  awaitEndpoint,
  awaitGroup,
  type GroupKey,
  type ReconciliationRequest,
  readMessage,
} from '@recordings/reconciliation';
import type { RecoveryDeps } from './recovery-deps.ts';

type Schema = Parameters<typeof readMessage>[0];
type MessageOf<S extends Schema> = Extract<ReturnType<typeof readMessage<S>>, { kind: 'message' }>['message'];

/** A message as the queue delivers it. */
export type QueueMessage = { readonly body: string; readonly postponed?: Postponed };

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

/** Postpones a message whose group the registry does not have yet. @returns its disposition. */
export const waitForGroup = (
  { note }: Pick<RecoveryDeps, 'note'>,
  { groupId, tenantId }: GroupKey,
  { postponed }: QueueMessage,
): Disposition => {
  const disposition = awaitGroup({ groupId, tenantId }, postponed);
  note({ type: 'group_unknown', tenantId, group: groupId, disposition: disposition.kind });
  return disposition;
};

/** Postpones a window for an OCP that is not ours. @returns undefined if it is for ours. */
export const waitForEndpoint = (
  { note, ocpEndpoint }: Pick<RecoveryDeps, 'note' | 'ocpEndpoint'>,
  { tenantId, groupId, metadata }: ReconciliationRequest['payload'],
  { postponed }: QueueMessage,
): Disposition | undefined => {
  const disposition = awaitEndpoint(metadata, ocpEndpoint, postponed);
  if (disposition)
    note({ type: 'endpoint_differs', tenantId, group: groupId, disposition: disposition.kind });
  return disposition;
};
