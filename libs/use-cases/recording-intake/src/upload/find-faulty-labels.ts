import { CallId, GroupId, type RecordingName, readTime, TenantId } from '@recordings/call-record';
import type { LabelName, RecordingLabels } from './recording-labels.ts';

/** A record has room for a text of this length several times. */
export const MAX_CONVERSATION_ID_LENGTH = 2_048;

/** Finds the labels that cannot be used, and a file name that contradicts the call id. @param name the parsed file name. */
export const findFaultyLabels = (
  { callId, tenantId, groupId, conversationId = '', callTimestamp }: RecordingLabels,
  name: RecordingName | undefined,
): LabelName[] => {
  const isCallId = CallId.safeParse(callId).success;
  const isFaulty: Readonly<Record<LabelName, boolean>> = {
    callId: callId !== undefined && !isCallId,
    tenantId: tenantId !== undefined && !TenantId.safeParse(tenantId).success,
    groupId: groupId !== undefined && !GroupId.safeParse(groupId).success,
    conversationId: conversationId.length > MAX_CONVERSATION_ID_LENGTH,
    callTimestamp: callTimestamp !== undefined && readTime(callTimestamp) === undefined,
    fileName: name !== undefined && (name.startedAt === undefined || (isCallId && name.dialogId !== callId)),
  };
  return (Object.keys(isFaulty) as LabelName[]).filter((label) => isFaulty[label]);
};
