import { createHash } from 'node:crypto';
import { type AudioVerdict, makeAudioProbe } from '@recordings/audio';
import { RecordingTooLargeError } from './errors.ts';
import type { IntakeDeps, StagedUpload } from './intake-deps.ts';

/** The bytes of a recording, all here, hashed and probed in one pass, and where they are until they are judged. */
export type ReceivedRecording = {
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly verdict: AudioVerdict;
  readonly held:
    | { readonly kind: 'memory'; readonly chunks: readonly Uint8Array[] }
    | { readonly kind: 'staged'; readonly key: string };
};

/**
 * Takes in a stream of any length with bounded memory: a small one is held, a large one is staged while it comes.
 *
 * @throws {RecordingTooLargeError} past `limits.maxBytes`; whatever the stream throws. Nothing is left behind.
 */
export const receiveRecording = async (
  body: AsyncIterable<Uint8Array>,
  { store, limits, makeId }: Pick<IntakeDeps, 'store' | 'limits' | 'makeId'>,
  signal: AbortSignal,
): Promise<ReceivedRecording> => {
  const hash = createHash('sha256');
  const probe = makeAudioProbe();
  const stagedKey = `incoming/${makeId()}`;
  let sizeBytes = 0;
  let chunks: Uint8Array[] = [];
  let upload: StagedUpload | undefined;
  try {
    for await (const chunk of body) {
      signal.throwIfAborted();
      sizeBytes += chunk.byteLength;
      if (sizeBytes > limits.maxBytes) throw new RecordingTooLargeError(limits.maxBytes);
      hash.update(chunk);
      probe.write(chunk);
      chunks.push(chunk);
      if (upload === undefined && sizeBytes <= limits.maxHeldBytes) continue;
      upload ??= await store.stage(stagedKey, 'application/octet-stream', signal);
      for (const held of chunks) await upload.write(held);
      chunks = [];
    }
    await upload?.finish();
  } catch (error) {
    // What a failed clean-up leaves, the bucket's lifecycle drops; why it came to it matters more.
    await upload?.abort().catch(() => undefined);
    throw error;
  }
  return {
    sizeBytes,
    sha256: hash.digest('hex'),
    verdict: probe.end(),
    held: upload ? { kind: 'staged', key: stagedKey } : { kind: 'memory', chunks },
  };
};

/** Hashes and probes an object that stands already. */
export const inspectBody = async (
  body: AsyncIterable<Uint8Array>,
): Promise<Omit<ReceivedRecording, 'held'>> => {
  const hash = createHash('sha256');
  const probe = makeAudioProbe();
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength;
    hash.update(chunk);
    probe.write(chunk);
  }
  return { sizeBytes, sha256: hash.digest('hex'), verdict: probe.end() };
};
