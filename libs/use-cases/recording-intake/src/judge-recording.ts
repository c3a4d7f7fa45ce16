import type { ReceivedRecording } from './receive-recording.ts';

/** Why bytes are not trusted: a stable code, and a sentence with the figures. */
export type Distrust = { readonly reason: string; readonly detail: string };

/** @returns undefined if the recording is what its sender declared and its audio is whole. */
export const judgeRecording = (
  received: ReceivedRecording,
  declared: { readonly sizeBytes?: number; readonly sha256?: string },
): Distrust | undefined => {
  if (declared.sizeBytes !== undefined && declared.sizeBytes !== received.sizeBytes) {
    return {
      reason: 'LENGTH_MISMATCH',
      detail: `${received.sizeBytes} bytes came, ${declared.sizeBytes} were declared`,
    };
  }
  if (declared.sha256 !== undefined && declared.sha256.toLowerCase() !== received.sha256) {
    return {
      reason: 'CHECKSUM_MISMATCH',
      detail: `sha256 of what came is ${received.sha256}, declared was ${declared.sha256}`,
    };
  }
  if (received.verdict.verdict === 'accept') return undefined;
  return { reason: received.verdict.reason, detail: received.verdict.detail };
};
