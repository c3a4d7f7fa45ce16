import { contentTypeOf } from '@recordings/audio';
import {
  type CallRecord,
  claimLocation,
  epochMsOf,
  type Location,
  markStored,
  type Timestamp,
} from '@recordings/call-record';
import { describeAudio, describeReleased } from './describe-audio.ts';
import { StoredObjectGoneError } from './errors.ts';
import { freeChunk } from './free-chunk.ts';
import type { IdentifiedRecording } from './incoming-recording.ts';
import type { IntakeDeps } from './intake-deps.ts';
import { keepRecord } from './keep-record.ts';
import { makeContext } from './make-context.ts';
import { type InspectedBytes, inspectBody, type ReceivedRecording } from './receive-recording.ts';

export type Commit = {
  readonly location: Location;
  /** The recording that the call had before. Undefined if the received bytes were committed. */
  readonly stored: { readonly sha256: string } | undefined;
  /** From the end of the call to the storing. Undefined if the end is not known yet, or nothing was stored. */
  readonly sinceEndMs?: number;
};

/**
 * Claims the call's location on its record, commits the object there, and completes the record.
 *
 * @param times when the last byte was received, and when the bytes were judged.
 * @param likely what the record is likely to be, if it was just looked at.
 */
export const commitRecording = async (
  deps: IntakeDeps,
  recording: IdentifiedRecording,
  received: ReceivedRecording,
  times: { readonly receivedAt: Timestamp; readonly processedAt: Timestamp },
  likely: { readonly current: CallRecord | undefined } | undefined,
  signal: AbortSignal,
): Promise<Commit> => {
  const { key, facts } = recording;
  const { claim, record } = await claimPlace(deps, recording, received, times.processedAt, likely);
  const { location } = claim;
  if (claim.s3Stored) return { location, stored: { sha256: claim.sha256 ?? '' } };

  const result = await createObject(deps, recording, received, location, signal);
  // An object that a crash left without its record is read back, and the record is completed from it.
  const object = result === 'exists' ? await inspectObject(deps, location, signal) : received;
  const audio = isReleased(record, object)
    ? describeReleased(object, recording.group)
    : describeAudio(object, recording);
  const storedAt = deps.now();
  if (audio) {
    const stored = { facts, location, audio, source: recording.source, ...times, storedAt };
    await deps.calls.change(key, markStored(key, stored, makeContext(deps, recording)), { current: record });
  }
  if (result === 'exists') return { location, stored: object };
  const endedAt = record?.callEndTimestamp;
  const sinceEndMs = endedAt === undefined ? undefined : epochMsOf(storedAt) - epochMsOf(endedAt);
  return { location, stored: undefined, ...(sinceEndMs !== undefined && { sinceEndMs }) };
};

/** A person accepted these bytes, and the process that stored them died before it wrote the record. */
const isReleased = (record: CallRecord | undefined, { sha256 }: { readonly sha256: string }): boolean =>
  record?.lastManualAction?.what === 'release' && record.lastManualAction.sha256 === sha256;

/** The claim of staged bytes says that they are good too. Bytes in memory set all flags in the last write. */
const claimPlace = async (
  deps: IntakeDeps,
  recording: IdentifiedRecording,
  { held }: ReceivedRecording,
  processedAt: Timestamp,
  likely: { readonly current: CallRecord | undefined } | undefined,
) => {
  const { key, facts } = recording;
  const locate = (lineOfBusiness: string | undefined): Location => deps.locate(key, lineOfBusiness);
  const goodAt = held.kind === 'memory' ? undefined : processedAt;
  const transition = claimLocation(key, facts, locate, makeContext(deps, recording), goodAt);
  const { result: claim, record } = await deps.calls.change(key, keepRecord(transition), likely);
  return { claim, record };
};

const createObject = (
  { store }: Pick<IntakeDeps, 'store'>,
  { key }: IdentifiedRecording,
  { held, sha256, sizeBytes, verdict }: ReceivedRecording,
  location: Location,
  signal: AbortSignal,
): Promise<'created' | 'exists'> => {
  const facts = {
    sha256,
    sizeBytes,
    contentType: contentTypeOf(verdict),
    metadata: { 'call-id': encodeURIComponent(key.callId), 'tenant-id': encodeURIComponent(key.tenantId) },
  };
  if (held.kind !== 'memory') return store.promote(held.key, location, facts, signal);
  const onSent = held.areOwned ? () => held.chunks.forEach(freeChunk) : undefined;
  return store.create(location, held.chunks, { ...facts, ...(onSent && { onSent }) }, signal);
};

const inspectObject = async (
  { store }: Pick<IntakeDeps, 'store'>,
  location: Location,
  signal: AbortSignal,
): Promise<InspectedBytes> => {
  const object = await store.read(location, signal);
  if (!object) throw new StoredObjectGoneError(location);
  return inspectBody(object.body);
};
