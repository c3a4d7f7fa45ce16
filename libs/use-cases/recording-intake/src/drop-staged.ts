import type { IntakeDeps } from './intake-deps.ts';
import type { ReceivedRecording } from './receive-recording.ts';

/**
 * Waits for work on a received recording and, if it fails, drops what is staged: the sender got no answer and sends
 * again, under another staged key. A commit that may be under way does not need it: it comes after S3 has copied all
 * parts. Work whose write may name the staged key must not be passed here.
 */
export const orDropStaged = async <T>(
  { store }: Pick<IntakeDeps, 'store'>,
  { held }: ReceivedRecording,
  work: Promise<T>,
): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    // What a failed clean-up leaves, the bucket's lifecycle drops; why it came to it matters more.
    if (held.kind === 'staged') {
      await Promise.allSettled([store.discard(held.key), store.discard(`${held.key}.json`)]);
    }
    throw error;
  }
};
