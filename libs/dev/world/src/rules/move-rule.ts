import { type CallKey, type CallRecord, isTombstone } from '@recordings/call-record';

export type FindCall = (key: CallKey) => CallRecord | undefined;

/** Checks the write of a tombstone: the new tenant has what the old record had. @returns what is broken, as sentences. */
export const brokenByMove = (findCall: FindCall, next: CallRecord, before: CallRecord): string[] => {
  const { callId, tenantId, movedTo } = next;
  if (isTombstone(before) || !movedTo) return [];
  const name = `${callId} left ${tenantId}`;
  const there = findCall({ tenantId: movedTo.tenantId, callId });
  if (!there) return [`${name}, and has no record of ${movedTo.tenantId}`];
  const isStored = there.s3Stored && there.audio?.sha256 === before.audio?.sha256;
  const isNewer = 'newerField' in there && there.schemaVersion === before.schemaVersion;
  return [
    ...(before.s3Stored && !isStored ? [`${name} without its recording`] : []),
    ...('newerField' in before && !isNewer ? [`${name} without a field of the newer version`] : []),
  ];
};
