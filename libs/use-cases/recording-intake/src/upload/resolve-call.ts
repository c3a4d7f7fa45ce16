import {
  CallId,
  type CdrFacts,
  GroupId,
  parseRecordingName,
  type Registry,
  type RegistryGroup,
  readTime,
  TenantId,
  UNKNOWN_TENANT,
} from '@recordings/call-record';
import { findFaultyLabels, MAX_CONVERSATION_ID_LENGTH } from './find-faulty-labels.ts';
import { readLabel } from './read-label.ts';
import type { LabelName, RecordingLabels } from './recording-labels.ts';

/** How a recording names its call: by the call's id, or only by a file name that contains no usable id. */
export type CallName =
  | { readonly kind: 'id'; readonly callId: CallId }
  | { readonly kind: 'file'; readonly fileName: string };

export type ResolvedCall = {
  readonly tenantId: TenantId;
  /** Undefined if there is neither a call id nor a file name. */
  readonly name: CallName | undefined;
  readonly group: RegistryGroup | undefined;
  readonly facts: CdrFacts;
  /** Labels that cannot be used and count as missing, and labels that contradict another, which is used instead. */
  readonly faultyLabels: readonly LabelName[];
};

/**
 * Resolves the call of a recording from its labels, else from OCP's file name. A label that cannot be used counts as
 * missing, so that a bad label never loses a recording.
 *
 * @param senderTenant undefined if the sender has several tenants. It is used if the labels name neither tenant nor group.
 */
export const resolveCall = (
  labels: RecordingLabels,
  registry: Pick<Registry, 'findGroup'>,
  senderTenant: TenantId | undefined,
): ResolvedCall => {
  const { fileName } = labels;
  const parsedName = fileName === undefined ? undefined : parseRecordingName(fileName);
  const groupName = labels.groupId ?? readLabel(parsedName?.groupName);
  const tenantLabel = TenantId.safeParse(labels.tenantId).data;
  const group = registry.findGroup(groupName, tenantLabel ?? senderTenant);
  // The tenant label counts also if the group is not registered: a mistyped group must not move the call.
  const labelled = group?.tenant ?? tenantLabel;
  const callId = CallId.safeParse(labels.callId).data ?? CallId.safeParse(parsedName?.dialogId).data;
  return {
    tenantId: labelled ?? (groupName === undefined ? senderTenant : undefined) ?? UNKNOWN_TENANT,
    name: nameCall(callId, fileName),
    group,
    facts: {
      groupId: GroupId.safeParse(groupName).data,
      conversationId: labels.conversationId?.slice(0, MAX_CONVERSATION_ID_LENGTH),
      startedAt: readTime(labels.callTimestamp) ?? parsedName?.startedAt,
    },
    faultyLabels: findFaultyLabels(labels, parsedName),
  };
};

const nameCall = (callId: CallId | undefined, fileName = ''): CallName | undefined => {
  if (callId !== undefined) return { kind: 'id', callId };
  return fileName === '' ? undefined : { kind: 'file', fileName };
};
