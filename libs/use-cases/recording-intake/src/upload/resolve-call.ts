import {
  CallId,
  type CdrFacts,
  GroupId,
  otherTenantsOf,
  parseRecordingName,
  type Registry,
  type RegistryGroup,
  readTime,
  type Sender,
  TenantId,
  tenantOfUnknownGroup,
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
  /** The tenant that the label names. Undefined if the label is missing, cannot be used or is `unknown`. */
  readonly tenantLabel: TenantId | undefined;
  /** The group is unregistered or missing: the call may have a record under one of these tenants. */
  readonly knownAs: readonly TenantId[];
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
 * If the labels name neither tenant nor group, the call is of the sender's tenant.
 */
export const resolveCall = (
  labels: RecordingLabels,
  registry: Pick<Registry, 'findGroup' | 'groups'>,
  sender: Omit<Sender, 'name'>,
): ResolvedCall => {
  const { fileName } = labels;
  const parsedName = fileName === undefined ? undefined : parseRecordingName(fileName);
  const groupName = labels.groupId ?? readLabel(parsedName?.groupName);
  const tenantLabel = readTenant(labels.tenantId);
  const { soleTenant } = sender;
  const group = registry.findGroup(groupName, tenantLabel ?? soleTenant);
  // The tenant label counts also if the group is not registered: a mistyped group must not move the call.
  const labelled = group?.tenant ?? tenantLabel;
  const callId = CallId.safeParse(labels.callId).data ?? CallId.safeParse(parsedName?.dialogId).data;
  const own = groupName === undefined ? soleTenant : undefined;
  const tenantId = labelled ?? own ?? tenantOfUnknownGroup(registry, groupName, sender);
  const isDoubted = !group && (groupName !== undefined || soleTenant === undefined);
  return {
    tenantId,
    tenantLabel,
    knownAs: isDoubted ? otherTenantsOf(tenantId, sender) : [],
    name: nameCall(callId, fileName),
    group,
    facts: {
      groupId: GroupId.safeParse(groupName).data,
      conversationId: labels.conversationId?.slice(0, MAX_CONVERSATION_ID_LENGTH).toWellFormed(),
      startedAt: readTime(labels.callTimestamp) ?? parsedName?.startedAt,
    },
    faultyLabels: findFaultyLabels(labels, parsedName),
  };
};

/** The label `unknown` names no tenant. */
const readTenant = (label: string | undefined): TenantId | undefined => {
  const tenantId = TenantId.safeParse(label).data;
  return tenantId === UNKNOWN_TENANT ? undefined : tenantId;
};

const nameCall = (callId: CallId | undefined, fileName = ''): CallName | undefined => {
  if (callId !== undefined) return { kind: 'id', callId };
  return fileName === '' ? undefined : { kind: 'file', fileName };
};
