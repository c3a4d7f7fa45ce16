import { createHash } from 'node:crypto';
import { CALL_UNIDENTIFIED, CallId, type CallKey, type TenantId } from '@recordings/call-record';
import type { Distrust } from '@recordings/recording-intake';

export type UnidentifiedRecording = {
  /** The same bytes; they are to be taken from here. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Stands for the call that nobody named. Known once the body has come: it is made of name and content. */
  readonly key: CallKey;
  readonly distrust: Distrust;
};

/**
 * A recording that names no call. No two of different name or content share a key, so none adds to the record of
 * another; the same one sent again is known again. The name itself may hold a phone number, and keys are in logs.
 */
export const unidentifiedRecording = (
  fileName: string,
  tenantId: TenantId,
  body: AsyncIterable<Uint8Array>,
): UnidentifiedRecording => {
  const content = createHash('sha256');
  let key: CallKey | undefined;
  const hashed = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      content.update(chunk);
      yield chunk;
    }
    const ofName = createHash('sha256').update(fileName).digest('hex').slice(0, 16);
    key = { tenantId, callId: CallId.parse(`unidentified-${ofName}-${content.digest('hex')}`) };
  };
  return {
    body: hashed(),
    get key() {
      if (!key) throw new Error('the key of an unidentified recording is known only when all of it has come');
      return key;
    },
    distrust: {
      reason: CALL_UNIDENTIFIED,
      detail: `no usable callId came with it, and "${fileName}" is not {groupId}~{accountId}~{dialogTimestamp}~{dialogId}.wav`,
    },
  };
};
