import type { CallKey } from '@recordings/call-record';
import type { Distrust } from '../distrust.ts';
import type { ReceivedBytes } from '../incoming-recording.ts';
import { CHECKSUM_UNVERIFIED } from '../judge-recording.ts';
import { inspectBody } from '../receive-recording.ts';
import type { StagingDeps } from './staging-deps.ts';

/**
 * Judges staged bytes whose declared digests are lost with their process. It may have found that they differ.
 *
 * @returns undefined if the call has the same bytes under its final key. Only bytes that were judged good are written there.
 */
export const distrustUnverified = async (
  deps: Pick<StagingDeps, 'getCall' | 'intake'>,
  key: CallKey,
  { sha256 }: ReceivedBytes,
  signal: AbortSignal,
): Promise<Distrust | undefined> => {
  if ((await findFinalSha256(deps, key, signal)) === sha256) return undefined;
  return {
    reason: CHECKSUM_UNVERIFIED,
    detail: `the sender declared digests, and its upload ended before the result was kept; the sha256 of the bytes is ${sha256}`,
  };
};

/** If the record does not know the object yet, the object itself is read. */
const findFinalSha256 = async (
  { getCall, intake }: Pick<StagingDeps, 'getCall' | 'intake'>,
  key: CallKey,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const record = await getCall(key);
  if (!record?.location) return undefined;
  if (record.s3Stored && record.audio) return record.audio.sha256;
  const object = await intake.store.read(record.location, signal);
  return object && (await inspectBody(object.body)).sha256;
};
