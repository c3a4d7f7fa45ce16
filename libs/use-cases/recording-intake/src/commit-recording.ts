import { contentTypeOf } from '@recordings/audio';
import {
  type CallRecord,
  type ChangeContext,
  claimLocation,
  type Location,
  markStored,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';
import { describeAudio } from './describe-audio.ts';
import { StoredObjectGoneError } from './errors.ts';
import type { IdentifiedRecording } from './incoming-recording.ts';
import type { IntakeDeps } from './intake-deps.ts';
import { type InspectedBytes, inspectBody, type ReceivedRecording } from './receive-recording.ts';

export type Commit = {
  readonly location: Location;
  /** The recording that the call had before. Undefined if the received bytes were committed. */
  readonly stored: { readonly sha256: string } | undefined;
};

/** Claims the call's location on its record, commits the object there, and completes the record. */
export const commitRecording = async (
  deps: IntakeDeps,
  recording: IdentifiedRecording,
  received: ReceivedRecording,
  receivedAt: Timestamp,
  signal: AbortSignal,
): Promise<Commit> => {
  const { key, facts } = recording;
  const locate = (lineOfBusiness: string | undefined): Location => deps.locate(key, lineOfBusiness);
  const claim = claimLocation(key, facts, locate, makeContext(deps, recording));
  const { location, s3Stored, sha256, record } = await deps.calls.change(key, keepRecord(claim));
  if (s3Stored) return { location, stored: { sha256: sha256 ?? '' } };

  const processedAt = deps.now();
  const result = await createObject(deps, recording, received, location, signal);
  // An object that a crash left without its record is read back, and the record is completed from it.
  const object = result === 'exists' ? await inspectObject(deps, location, signal) : received;
  const audio = describeAudio(object, recording);
  if (audio) {
    const times = { receivedAt, processedAt, storedAt: deps.now() };
    const stored = { facts, location, audio, source: recording.source, ...times };
    await deps.calls.change(key, markStored(key, stored, makeContext(deps, recording)), { current: record });
  }
  return { location, stored: result === 'exists' ? object : undefined };
};

/** The transition, whose result names the record after it too: the next change starts from it without a read. */
const keepRecord =
  <R extends object>(
    transition: Transition<R>,
  ): Transition<R & { readonly record: CallRecord | undefined }> =>
  (current) => {
    const { next, result } = transition(current);
    return { ...(next && { next }), result: { ...result, record: next ?? current } };
  };

const makeContext = ({ shardCount, now, by }: IntakeDeps, { group }: IdentifiedRecording): ChangeContext => ({
  group,
  shardCount,
  now: now(),
  by,
});

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
  return held.kind === 'memory'
    ? store.create(location, held.chunks, facts, signal)
    : store.promote(held.key, location, facts, signal);
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
