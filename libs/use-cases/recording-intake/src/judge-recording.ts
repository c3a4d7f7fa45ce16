import { BUSINESS_RULE, type RegistryGroup } from '@recordings/call-record';
import { judgeByGroup } from './describe-audio.ts';
import type { Distrust } from './distrust.ts';
import type { DeclaredBytes } from './incoming-recording.ts';
import type { ReceivedRecording } from './receive-recording.ts';

/** The bytes do not have a digest that their sender declares. */
export const CHECKSUM_MISMATCH = 'CHECKSUM_MISMATCH';
/** The process that knew the declared digests ended before the bytes were stored or quarantined. */
export const CHECKSUM_UNVERIFIED = 'CHECKSUM_UNVERIFIED';

/** @returns undefined if the recording is what its sender declared, its audio is whole, and its group takes it. */
export const judgeRecording = (
  { sizeBytes, sha256, verdict }: ReceivedRecording,
  declared: DeclaredBytes,
  group: RegistryGroup | undefined,
): Distrust | undefined => {
  if (declared.sizeBytes !== undefined && declared.sizeBytes !== sizeBytes) {
    return {
      reason: 'LENGTH_MISMATCH',
      detail: `${sizeBytes} bytes were received, ${declared.sizeBytes} were declared`,
    };
  }
  const mismatch = judgeChecksum(sha256, declared);
  if (mismatch) return mismatch;
  if (verdict.verdict !== 'accept') return { reason: verdict.reason, detail: verdict.detail };
  const unmet = judgeByGroup(verdict, group).find(({ isMet, effect }) => !isMet && effect === 'quarantine');
  return (
    unmet && {
      reason: BUSINESS_RULE,
      detail: `rule ${unmet.name}, version ${unmet.version}: ${unmet.detail}`,
    }
  );
};

/** @param sha256 of the received bytes. */
export const judgeChecksum = (sha256: string, declared: DeclaredBytes): Distrust | undefined =>
  declared.sha256 === undefined || declared.sha256.toLowerCase() === sha256
    ? undefined
    : {
        reason: CHECKSUM_MISMATCH,
        detail: `the sha256 of the received bytes is ${sha256}, ${declared.sha256} was declared`,
      };
