import type { Distrust } from './distrust.ts';
import type { DeclaredBytes } from './incoming-recording.ts';
import type { ReceivedRecording } from './receive-recording.ts';

/** @returns undefined if the recording is what its sender declared and its audio is whole. */
export const judgeRecording = (
  { sizeBytes, sha256, verdict }: ReceivedRecording,
  declared: DeclaredBytes,
): Distrust | undefined => {
  if (declared.sizeBytes !== undefined && declared.sizeBytes !== sizeBytes) {
    return {
      reason: 'LENGTH_MISMATCH',
      detail: `${sizeBytes} bytes were received, ${declared.sizeBytes} were declared`,
    };
  }
  if (declared.sha256 !== undefined && declared.sha256.toLowerCase() !== sha256) {
    return {
      reason: 'CHECKSUM_MISMATCH',
      detail: `the sha256 of the received bytes is ${sha256}, ${declared.sha256} was declared`,
    };
  }
  if (verdict.verdict === 'accept') return undefined;
  return { reason: verdict.reason, detail: verdict.detail };
};
