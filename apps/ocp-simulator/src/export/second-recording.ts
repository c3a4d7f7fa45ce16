import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { AudioFile } from '../audio-library/audio-file.ts';
import type { RecordedCall } from '../plan/planned-call.ts';
import { uuidFrom } from '../plan/uuid-from.ts';

/** A WAV file without samples. */
export const HEADER_BYTES = 44;

/** Another recording of the call. `header`: the first 44 bytes of its file. `whole`: one of the other files, if there is one. */
export const secondRecording = (
  call: RecordedCall,
  bytes: 'header' | 'whole',
  files: readonly AudioFile[],
): RecordedCall => {
  const { file, recordingId } = call.recording;
  const other = files.find(({ sha256 }) => sha256 !== file.sha256) ?? file;
  return {
    ...call,
    recording: {
      ...call.recording,
      recordingId: uuidFrom(recordingId, 'second'),
      file: bytes === 'whole' ? other : headerOf(file),
    },
  };
};

const headerOf = (file: AudioFile): AudioFile => ({
  ...file,
  sizeBytes: HEADER_BYTES,
  sha256: createHash('sha256').update(readHeader(file.path)).digest('hex'),
});

export const readHeader = (path: string): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  readSync(file, header, 0, HEADER_BYTES, 0);
  closeSync(file);
  return header;
};
