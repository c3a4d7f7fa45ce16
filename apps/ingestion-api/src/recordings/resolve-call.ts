import { createHash } from 'node:crypto';
import {
  CallId,
  type CallKey,
  type CdrFacts,
  GroupId,
  parseRecordingName,
  type Registry,
  type RegistryGroup,
  TenantId,
  Timestamp,
  UNKNOWN_TENANT,
} from '@recordings/call-record';
import type { Distrust } from '@recordings/recording-intake';

/** What came with a recording: form fields or headers, and the file's name. */
export type RecordingLabels = {
  readonly callId?: string;
  readonly tenantId?: string;
  readonly groupId?: string;
  readonly conversationId?: string;
  readonly callTimestamp?: string;
  readonly fileName?: string;
};

export type ResolvedCall = {
  readonly key: CallKey;
  readonly group: RegistryGroup | undefined;
  readonly facts: CdrFacts;
  /** Set if the labels do not say which call it is: kept in quarantine under the name it came with. */
  readonly distrust?: Distrust;
};

/**
 * Finds out which call a recording belongs to: by its labels, else by OCP's file name.
 *
 * @returns undefined if there is neither a usable call id nor a file name to keep it under.
 */
export const resolveCall = (labels: RecordingLabels, registry: Registry): ResolvedCall | undefined => {
  const name = labels.fileName === undefined ? undefined : parseRecordingName(labels.fileName);
  const groupName = labels.groupId ?? name?.groupName;
  const group = registry.findGroup(groupName);
  const callId = CallId.safeParse(labels.callId ?? name?.dialogId);
  const startedAt = Timestamp.safeParse(normalised(labels.callTimestamp) ?? name?.startedAt);
  // A tenant that is named holds also where the group is not registered: a mistyped group must not move the call.
  const tenantId = group?.tenant ?? TenantId.safeParse(labels.tenantId).data ?? UNKNOWN_TENANT;
  const facts: CdrFacts = {
    groupId: GroupId.safeParse(groupName).data,
    conversationId: labels.conversationId,
    startedAt: startedAt.data,
  };
  if (callId.success) {
    return { key: { tenantId, callId: callId.data }, group, facts };
  }
  if (labels.fileName === undefined || labels.fileName === '') return undefined;
  const detail = `no usable callId came with it, and "${labels.fileName}" is not {groupId}~{accountId}~{dialogTimestamp}~{dialogId}.wav`;
  return {
    key: { tenantId, callId: unidentifiedId(labels.fileName) },
    group,
    facts,
    distrust: { reason: 'CALL_UNIDENTIFIED', detail },
  };
};

/** Stands for a file that names no call. Not the name itself: it may hold a phone number, and ids are in keys and logs. */
const unidentifiedId = (fileName: string): CallId =>
  CallId.parse(`unidentified-${createHash('sha256').update(fileName).digest('hex').slice(0, 32)}`);

const normalised = (time: string | undefined): string | undefined => {
  const ms = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
};
