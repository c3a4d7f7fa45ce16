import { createHash } from 'node:crypto';
import { CALL_UNIDENTIFIED, CallId, type CallKey } from '@recordings/call-record';
import type { IdentifiedRecording, ReceivedBytes } from '../incoming-recording.ts';
import type { AdmittedCall } from './admit-upload.ts';

/**
 * Identifies the call of an upload whose bytes are received. A recording that names no call gets a call id made from its
 * file name and content: two different recordings never share a record, and the same recording sent again is recognised.
 * The file name itself may contain a phone number and ids appear in logs, so the id has its hash.
 */
export const identifyCall = (
  { tenantId, name }: Pick<AdmittedCall, 'tenantId' | 'name'>,
  { sha256 }: ReceivedBytes,
): Pick<IdentifiedRecording, 'key' | 'distrust'> => {
  if (name.kind === 'id') return { key: { tenantId, callId: name.callId } };
  const nameHash = createHash('sha256').update(name.fileName).digest('hex').slice(0, 16);
  const key: CallKey = { tenantId, callId: CallId.parse(`unidentified-${nameHash}-${sha256}`) };
  return {
    key,
    distrust: {
      reason: CALL_UNIDENTIFIED,
      detail: `no usable callId was sent, and "${name.fileName}" is not {groupId}~{accountId}~{dialogTimestamp}~{dialogId}.wav`,
    },
  };
};
