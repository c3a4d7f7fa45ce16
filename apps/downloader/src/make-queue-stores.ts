import { makeRecordingStore, type RecordingStore } from '@recordings/recording-store';

type StoreDeps = Omit<Parameters<typeof makeRecordingStore>[0], 'maxPartBuffers'>;

/** A store for each queue, with its own places for parts of 5 MiB: the usual downloads cannot take those of the urgent ones. */
export const makeQueueStores = (
  deps: StoreDeps,
  allPlaces: number,
): { readonly urgent: RecordingStore; readonly usual: RecordingStore } => {
  const urgent = Math.max(1, Math.floor(allPlaces / 4));
  return {
    urgent: makeRecordingStore({ ...deps, maxPartBuffers: urgent }),
    usual: makeRecordingStore({ ...deps, maxPartBuffers: allPlaces - urgent }),
  };
};
