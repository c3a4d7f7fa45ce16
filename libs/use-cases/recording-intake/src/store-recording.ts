import type { CallKey, ChangeContext, Location } from '@recordings/call-record';
import { commitRecording } from './commit-recording.ts';
import { discardOnError } from './discard-on-error.ts';
import type { Distrust } from './distrust.ts';
import type { IdentifiedRecording, IncomingRecording } from './incoming-recording.ts';
import type { IntakeDeps } from './intake-deps.ts';
import { judgeRecording } from './judge-recording.ts';
import { keepQuarantined } from './keep-quarantined.ts';
import { type ReceivedRecording, receiveRecording } from './receive-recording.ts';

/** `sha256` of the received bytes, lower-case hex. */
export type StoreResult = { readonly key: CallKey; readonly sha256: string } & (
  | { readonly kind: 'stored'; readonly location: Location }
  /** The call has the same bytes already, and they were not written again. */
  | { readonly kind: 'stored before'; readonly location: Location }
  /** The bytes are in quarantine. The call stays to be reconciled, unless it is stored already. */
  | {
      readonly kind: 'quarantined';
      readonly reason: string;
      readonly detail: string;
      readonly isCallStored: boolean;
    }
);

/**
 * Makes the one function that stores a recording, pushed or pulled: validate, then commit. It resolves after the bytes
 * and the record are durable. It may be called twice for the same call.
 *
 * @throws {RecordingTooLargeError}, storage errors and the errors of the body. The object under the call's final key then
 * is absent, or its bytes were judged good.
 */
export const makeStoreRecording =
  (deps: IntakeDeps) =>
  async ({ identify, ...incoming }: IncomingRecording, signal: AbortSignal): Promise<StoreResult> => {
    const received = await receiveRecording(incoming, deps, signal);
    const receivedAt = deps.now();
    const { sha256, sizeBytes } = received;
    const recording = identify({ sha256, sizeBytes });
    const distrust = recording.distrust ?? judgeRecording(received, recording.declared, recording.group);
    if (distrust) return quarantine(deps, recording, received, distrust, signal);

    const committing = commitRecording(deps, recording, received, receivedAt, signal);
    const { location, stored } = await discardOnError(deps, received, committing);
    if (stored && stored.sha256 !== sha256) {
      const detail = `another recording of the call, sha256 ${stored.sha256}, is stored at ${location.key}`;
      return quarantine(deps, recording, received, { reason: 'CONFLICT', detail }, signal);
    }
    if (received.held.kind === 'staged') await deps.store.discard(received.held.key);
    const { key, source } = recording;
    await deps.publishStored({ ...key, location, sha256, source });
    return { kind: stored ? 'stored before' : 'stored', key, location, sha256 };
  };

const quarantine = async (
  deps: IntakeDeps,
  recording: IdentifiedRecording,
  received: ReceivedRecording,
  distrust: Distrust,
  signal: AbortSignal,
): Promise<StoreResult> => {
  const context: ChangeContext = {
    group: recording.group,
    shardCount: deps.shardCount,
    now: deps.now(),
    by: deps.by,
  };
  const { isCallStored } = await keepQuarantined(deps, recording, received, distrust, context, signal);
  return { kind: 'quarantined', key: recording.key, ...distrust, sha256: received.sha256, isCallStored };
};
