import { basename, resolve } from 'node:path';
import type { AudioLibrary } from '../audio-library/load-audio-library.ts';
import { isRecorded, type PlannedCall } from '../plan/planned-call.ts';

/** Which files of the audio folder serve as recordings and for how many calls, and which do not and why. */
export const audioReport = (dir: string, library: AudioLibrary, calls: readonly PlannedCall[]): object => {
  const callsOf = Map.groupBy(calls.filter(isRecorded), ({ recording }) => recording.file.path);
  return {
    dir: resolve(dir),
    used: library.files.map(({ path }) => ({
      file: basename(path),
      calls: callsOf.get(path)?.length ?? 0,
    })),
    leftOut: library.leftOut,
  };
};
