import type { FetchDeps } from '@recordings/recording-fetch';
import type { makeStoreRecording } from '@recordings/recording-intake';

/** Stores a download as a push is stored. What is known before its bytes is kept with them while they are staged. */
export const makeStoreFetched =
  (storeRecording: ReturnType<typeof makeStoreRecording>): FetchDeps['storeRecording'] =>
  ({ body, ownsChunks, readDeclared, ...recording }, signal) => {
    const { key, source, facts, download } = recording;
    return storeRecording(
      {
        origin: { ...key, source, facts, download, declared: readDeclared() },
        body,
        ownsChunks,
        identify: () => ({ ...recording, declared: readDeclared() }),
      },
      signal,
    );
  };
