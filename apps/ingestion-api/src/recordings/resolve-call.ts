import {
  CallId,
  type CdrFacts,
  GroupId,
  parseRecordingName,
  type RecordingName,
  type Registry,
  type RegistryGroup,
  readTime,
  TenantId,
  UNKNOWN_TENANT,
} from '@recordings/call-record';
import { givenLabel } from './given-label.ts';

/** What came with a recording: form fields or headers, and the file's name. Each is absent if it says nothing. */
export type RecordingLabels = {
  readonly callId?: string;
  readonly tenantId?: string;
  readonly groupId?: string;
  readonly conversationId?: string;
  readonly callTimestamp?: string;
  readonly fileName?: string;
};

export type ResolvedCall = {
  readonly tenantId: TenantId;
  /** Absent if no label says which call it is. */
  readonly callId: CallId | undefined;
  readonly group: RegistryGroup | undefined;
  readonly facts: CdrFacts;
  /** Labels that cannot be used, and count as missing, or that contradict another, which holds. */
  readonly faultyLabels: readonly (keyof RecordingLabels)[];
};

/** A record has room for it several times over. */
const MAX_CONVERSATION_ID_LENGTH = 2_048;

/**
 * Finds out which call a recording belongs to: by its labels, else by OCP's file name. A recording is never lost for
 * a label: what cannot be used counts as missing.
 *
 * @param senderTenant the tenant of a sender that has but one: whose call it is where neither tenant nor group is named.
 */
export const resolveCall = (
  labels: RecordingLabels,
  registry: Registry,
  senderTenant: TenantId | undefined,
): ResolvedCall => {
  const name = labels.fileName === undefined ? undefined : parseRecordingName(labels.fileName);
  const groupName = labels.groupId ?? givenLabel(name?.groupName);
  const group = registry.findGroup(groupName);
  // A tenant that is named holds also where the group is not registered: a mistyped group must not move the call.
  const named = group?.tenant ?? TenantId.safeParse(labels.tenantId).data;
  return {
    tenantId: named ?? (groupName === undefined ? senderTenant : undefined) ?? UNKNOWN_TENANT,
    callId: CallId.safeParse(labels.callId).data ?? CallId.safeParse(name?.dialogId).data,
    group,
    facts: {
      groupId: GroupId.safeParse(groupName).data,
      conversationId: labels.conversationId?.slice(0, MAX_CONVERSATION_ID_LENGTH),
      startedAt: readTime(labels.callTimestamp) ?? name?.startedAt,
    },
    faultyLabels: faultyLabelsOf(labels, name),
  };
};

const faultyLabelsOf = (
  { callId, tenantId, groupId, conversationId = '', callTimestamp }: RecordingLabels,
  name: RecordingName | undefined,
): (keyof RecordingLabels)[] => {
  const isCallId = CallId.safeParse(callId).success;
  const faults = {
    callId: callId !== undefined && !isCallId,
    tenantId: tenantId !== undefined && !TenantId.safeParse(tenantId).success,
    groupId: groupId !== undefined && !GroupId.safeParse(groupId).success,
    conversationId: conversationId.length > MAX_CONVERSATION_ID_LENGTH,
    callTimestamp: callTimestamp !== undefined && readTime(callTimestamp) === undefined,
    fileName: name !== undefined && (name.startedAt === undefined || (isCallId && name.dialogId !== callId)),
  };
  const labels = Object.keys(faults) as (keyof typeof faults)[];
  return labels.filter((label) => faults[label]);
};
