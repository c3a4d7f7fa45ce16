import { createHash } from 'node:crypto';
import { type AudioVerdict, makeAudioProbe } from '@recordings/audio';
import { RecordingTooLargeError } from './errors.ts';
import { freeChunk } from './free-chunk.ts';
import { heldBytesOf } from './held-bytes.ts';
import { makeHoldChunk } from './hold-chunk.ts';
import type { IncomingRecording, RecordingOrigin } from './incoming-recording.ts';
import type { IntakeDeps, IntakeStore, StagedUpload } from './intake-deps.ts';
import { writeTicket } from './staging/staged-ticket.ts';
import { STAGING_PREFIX } from './staging/staging-prefix.ts';

export type InspectedBytes = {
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly verdict: AudioVerdict;
};

/** A recording of which all bytes are received, and where the bytes are until they are judged. */
export type ReceivedRecording = InspectedBytes & {
  readonly held:
    | {
        readonly kind: 'memory';
        readonly chunks: readonly Uint8Array[];
        /** No other code reads them. */
        readonly areOwned?: boolean | undefined;
      }
    | { readonly kind: 'staged'; readonly key: string }
    /** They stay there, whatever the verdict is. */
    | { readonly kind: 'quarantined'; readonly key: string };
};

/**
 * Receives a stream of any length with bounded memory: a small one is held in memory, a large one is staged in object
 * storage while it is received, from its first byte on if its sender says how large it is.
 *
 * @throws {RecordingTooLargeError} past `limits.maxBytes`, and any error of the stream. The staged bytes are aborted then.
 */
export const receiveRecording = async (
  { body, ownsChunks, origin, expectedBytes }: Omit<IncomingRecording, 'identify'>,
  { store, limits, makeId }: Pick<IntakeDeps, 'store' | 'limits' | 'makeId'>,
  signal: AbortSignal,
): Promise<ReceivedRecording> => {
  const inspector = makeInspector();
  const maxHeldBytes = heldBytesOf(expectedBytes ?? origin.declared?.sizeBytes, limits);
  let receivedBytes = 0;
  const chunks: Uint8Array[] = [];
  const hold = makeHoldChunk(chunks);
  let staged: { readonly key: string; readonly upload: StagedUpload } | undefined;
  try {
    for await (const chunk of body) {
      signal.throwIfAborted();
      receivedBytes += chunk.byteLength;
      if (receivedBytes > limits.maxBytes) throw new RecordingTooLargeError(limits.maxBytes);
      inspector.write(chunk);
      hold(chunk);
      if (staged === undefined && receivedBytes <= maxHeldBytes) continue;
      staged ??= await stage(store, `${STAGING_PREFIX}${makeId()}`, origin, signal);
      for (let held = chunks.shift(); held; held = chunks.shift()) {
        await staged.upload.write(held);
        if (ownsChunks) freeChunk(held);
      }
    }
    await staged?.upload.finish();
  } catch (error) {
    // If this fails too, the lifecycle rule of the bucket deletes the bytes. The first error is the one to report.
    await staged?.upload.abort().catch(() => undefined);
    throw error;
  }
  const held = staged
    ? ({ kind: 'staged', key: staged.key } as const)
    : ({ kind: 'memory', chunks, areOwned: ownsChunks } as const);
  return { ...inspector.end(), held };
};

const stage = async (
  store: Pick<IntakeStore, 'stage'>,
  key: string,
  origin: RecordingOrigin,
  signal: AbortSignal,
) => {
  const object = { contentType: 'application/octet-stream', metadata: writeTicket(origin) };
  return { key, upload: await store.stage(key, object, signal) };
};

/** Hashes and probes the bytes of an existing object. */
export const inspectBody = async (body: AsyncIterable<Uint8Array>): Promise<InspectedBytes> => {
  const inspector = makeInspector();
  for await (const chunk of body) inspector.write(chunk);
  return inspector.end();
};

const makeInspector = () => {
  const hash = createHash('sha256');
  const probe = makeAudioProbe();
  let sizeBytes = 0;
  return {
    write: (chunk: Uint8Array): void => {
      sizeBytes += chunk.byteLength;
      hash.update(chunk);
      probe.write(chunk);
    },
    end: (): InspectedBytes => ({ sizeBytes, sha256: hash.digest('hex'), verdict: probe.end() }),
  };
};
