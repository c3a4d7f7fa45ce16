import { createHash } from 'node:crypto';
import { CALL_UNIDENTIFIED, CallId, type TenantId } from '@recordings/call-record';
import { redactText } from '@recordings/pii';
import type { Distrust } from '../distrust.ts';
import type { IdentifiedRecording, ReceivedBytes } from '../incoming-recording.ts';
import type { AdmittedCall } from './admit-upload.ts';

/**
 * Identifies the call of an upload whose bytes are received. A recording that names no call gets a call id made from its
 * file name and content: two different recordings never share a record, and the same recording sent again is recognised.
 * The file name itself may contain a phone number and ids appear in logs, so the id has its hash.
 *
 * @param fault what else is wrong with a recording that names no call, for the detail.
 */
export const identifyCall = (
  { tenantId, name }: Pick<AdmittedCall, 'tenantId' | 'name'>,
  received: ReceivedBytes,
  fault?: Distrust,
): Pick<IdentifiedRecording, 'key' | 'distrust'> =>
  name.kind === 'id'
    ? { key: { tenantId, callId: name.callId } }
    : unidentifiedCall(
        tenantId,
        hashName(name.fileName),
        received,
        `"${redactText(name.fileName)}" is not {groupId}~{accountId}~{dialogTimestamp}~{dialogId}.wav${fault ? `; ${fault.detail}` : ''}`,
      );

/** The part of the call id that comes from the file name. */
export const hashName = (fileName: string): string =>
  createHash('sha256').update(fileName).digest('hex').slice(0, 16);

/** @param why why the recording names no call, for the detail. */
export const unidentifiedCall = (
  tenantId: TenantId,
  nameHash: string,
  { sha256 }: ReceivedBytes,
  why: string,
): Pick<IdentifiedRecording, 'key' | 'distrust'> => ({
  key: { tenantId, callId: CallId.parse(`unidentified-${nameHash}-${sha256}`) },
  distrust: { reason: CALL_UNIDENTIFIED, detail: `no usable callId was sent, and ${why}` },
});
