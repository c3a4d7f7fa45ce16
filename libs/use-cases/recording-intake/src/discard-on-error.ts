import type { IntakeDeps } from './intake-deps.ts';
import type { ReceivedRecording } from './receive-recording.ts';

/**
 * Awaits `work` on a received recording. If it fails, the staged bytes are discarded: the sender gets an error and sends
 * the recording again, under another staged key. A commit that is still under way does not need them, because S3 creates
 * the object after it has copied all parts.
 */
export const discardOnError = async <T>(
  { store }: Pick<IntakeDeps, 'store'>,
  { held }: Pick<ReceivedRecording, 'held'>,
  work: Promise<T>,
): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    // If this fails too, the lifecycle rule of the bucket deletes the bytes. The first error is the one to report.
    if (held.kind === 'staged') await store.discard(held.key).catch(() => undefined);
    throw error;
  }
};
