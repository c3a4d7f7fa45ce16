import type { CallKey, Location } from '@recordings/call-record';
import { finishRecording } from './finish-recording.ts';
import type { IncomingRecording } from './incoming-recording.ts';
import type { IntakeDeps } from './intake-deps.ts';
import { receiveRecording } from './receive-recording.ts';

/** `sha256` of the received bytes, lower-case hex. */
export type StoreResult = { readonly key: CallKey; readonly sha256: string } & (
  | {
      readonly kind: 'stored';
      readonly location: Location;
      /** From the end of the call to the storing; absent if the end is not known yet. */
      readonly sinceEndMs?: number;
    }
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
    return finishRecording(deps, identify({ sha256, sizeBytes }), received, receivedAt, signal);
  };
