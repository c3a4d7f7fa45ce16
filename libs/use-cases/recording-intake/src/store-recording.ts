import { contentTypeOf } from '@recordings/audio';
import {
  type ChangeContext,
  claimLocation,
  type Location,
  markStored,
  type StoredAudio,
  type Timestamp,
} from '@recordings/call-record';
import { orDropStaged } from './drop-staged.ts';
import { StandingObjectGoneError } from './errors.ts';
import type { IncomingRecording } from './incoming-recording.ts';
import type { IntakeDeps } from './intake-deps.ts';
import { type Distrust, judgeRecording } from './judge-recording.ts';
import { keepQuarantined } from './keep-quarantined.ts';
import { inspectBody, type ReceivedRecording, receiveRecording } from './receive-recording.ts';

export type StoreResult =
  | { readonly kind: 'stored'; readonly location: Location; readonly sha256: string }
  /** The same bytes stand already; nothing was written. */
  | { readonly kind: 'stored before'; readonly location: Location; readonly sha256: string }
  /** The bytes are kept and not trusted; the call stays to be reconciled, unless it is stored already. */
  | {
      readonly kind: 'quarantined';
      readonly reason: string;
      readonly detail: string;
      readonly sha256: string;
      readonly isCallStored: boolean;
    };

/**
 * Makes the one function by which a recording is stored, pushed or pulled: validate, then commit. It resolves only
 * after the bytes and the record are durable, and may be called twice for the same call.
 *
 * @throws {RecordingTooLargeError}, storage and stream errors: then nothing stands under the call's final key that
 * was not judged good.
 */
export const makeStoreRecording =
  (deps: IntakeDeps) =>
  async (incoming: IncomingRecording, signal: AbortSignal): Promise<StoreResult> => {
    const received = await receiveRecording(incoming.body, deps, signal);
    const receivedAt = deps.now();
    const distrust = incoming.distrust ?? judgeRecording(received, incoming.declared);
    if (distrust) return quarantined(deps, incoming, received, distrust, signal);

    const putting = putInPlace(deps, incoming, received, receivedAt, signal);
    const { location, standing } = await orDropStaged(deps, received, putting);
    if (standing && standing.sha256 !== received.sha256) {
      const detail = `another recording of the call, sha256 ${standing.sha256}, is stored at ${location.key}`;
      return quarantined(deps, incoming, received, { reason: 'CONFLICT', detail }, signal);
    }
    if (received.held.kind === 'staged') await deps.store.discard(received.held.key);
    const { sha256 } = received;
    await deps.publishStored({ ...incoming.key, location, sha256, source: incoming.source });
    return { kind: standing ? 'stored before' : 'stored', location, sha256 };
  };

const changeContext = (deps: IntakeDeps, incoming: IncomingRecording): ChangeContext => ({
  group: incoming.group,
  shardCount: deps.shardCount,
  now: deps.now(),
  by: deps.by,
});

const quarantined = async (
  deps: IntakeDeps,
  incoming: IncomingRecording,
  received: ReceivedRecording,
  distrust: Distrust,
  signal: AbortSignal,
): Promise<StoreResult> => {
  const context = changeContext(deps, incoming);
  const { isCallStored } = await keepQuarantined(deps, incoming, received, distrust, context, signal);
  return { kind: 'quarantined', ...distrust, sha256: received.sha256, isCallStored };
};

/** Fixes the call's place and commits the recording there. @returns what stood there, if anything did. */
const putInPlace = async (
  deps: IntakeDeps,
  incoming: IncomingRecording,
  received: ReceivedRecording,
  receivedAt: Timestamp,
  signal: AbortSignal,
): Promise<{ readonly location: Location; readonly standing: { readonly sha256: string } | undefined }> => {
  const { location, s3Stored, sha256 } = await deps.calls.change(
    incoming.key,
    claimLocation(
      incoming.key,
      incoming.facts,
      (lineOfBusiness) => deps.locate(incoming.key, lineOfBusiness),
      changeContext(deps, incoming),
    ),
  );
  const standing = s3Stored
    ? { sha256: sha256 ?? '' }
    : await commit(deps, incoming, received, location, receivedAt, signal);
  return { location, standing };
};

/**
 * Commits the object and completes the record.
 *
 * @returns undefined if these bytes were committed; else what stands there: an object that a crash left without its
 * record is read back, and the record is completed from it.
 */
const commit = async (
  deps: IntakeDeps,
  incoming: IncomingRecording,
  received: ReceivedRecording,
  location: Location,
  receivedAt: Timestamp,
  signal: AbortSignal,
): Promise<{ readonly sha256: string } | undefined> => {
  const processedAt = deps.now();
  const result = await putUnlessThere(deps, incoming, received, location, signal);
  let standing: Omit<ReceivedRecording, 'held'> = received;
  if (result === 'exists') {
    const object = await deps.store.read(location, signal);
    if (!object) throw new StandingObjectGoneError(location);
    standing = await inspectBody(object.body);
  }
  const audio = storedAudioOf(standing);
  if (audio) {
    const stored = {
      location,
      audio,
      source: incoming.source,
      receivedAt,
      processedAt,
      storedAt: deps.now(),
    };
    await deps.calls.change(incoming.key, markStored(incoming.key, stored, changeContext(deps, incoming)));
  }
  return result === 'exists' ? standing : undefined;
};

const putUnlessThere = (
  { store }: IntakeDeps,
  { key }: IncomingRecording,
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

const storedAudioOf = ({
  verdict,
  sizeBytes,
  sha256,
}: Omit<ReceivedRecording, 'held'>): StoredAudio | undefined => {
  if (verdict.verdict !== 'accept') return undefined;
  const { codec, channels, sampleRateHz, durationMs } = verdict.audio;
  return { codec, channels, sampleRateHz, durationMs, bytes: sizeBytes, sha256, flags: [...verdict.flags] };
};
