import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { makeAudioProbe } from '@recordings/audio';
import { ConfigurationError, type Logger } from '@recordings/service';
import type { AudioFile } from './audio-file.ts';

export type LeftOutFile = { readonly file: string; readonly reason: string };

export type AudioLibrary = {
  /** Sorted by name, so that the same folder gives the same plan. */
  readonly files: readonly AudioFile[];
  /** Names of the folder's other files, and why each does not serve as a recording. */
  readonly leftOut: readonly LeftOutFile[];
};

/**
 * Reads every WAV and MP3 file of a folder once, as a stream. Files that are not a sound recording are left out, with
 * a warning.
 *
 * @throws {ConfigurationError} if no file serves as a recording.
 */
export const loadAudioLibrary = async (dir: string, log: Pick<Logger, 'warn'>): Promise<AudioLibrary> => {
  const files: AudioFile[] = [];
  const leftOut: LeftOutFile[] = [];
  for (const name of await namesOf(dir)) {
    const inspected = await inspect(join(dir, name));
    if (inspected.isAccepted) files.push(inspected.file);
    else leftOut.push({ file: name, reason: inspected.reason });
  }
  for (const { file, reason } of leftOut)
    log.warn({ event: 'audio_file_left_out', file, reason }, 'file does not serve as a recording');
  if (files.length === 0) throw new ConfigurationError(emptyMessage(dir, leftOut));
  return { files, leftOut };
};

const emptyMessage = (dir: string, leftOut: readonly LeftOutFile[]): string =>
  [
    `AUDIO_DIR: ${dir} holds no WAV or MP3 file that can be played`,
    ...leftOut.map(({ file, reason }) => `  ${file}: ${reason}`),
  ].join('\n');

/** All names but hidden files, such as `.DS_Store`. */
const namesOf = async (dir: string): Promise<string[]> => {
  try {
    const names = await readdir(dir);
    return names.filter((name) => !name.startsWith('.')).sort();
  } catch (error) {
    throw new ConfigurationError(`AUDIO_DIR: ${dir} cannot be read`, { cause: error });
  }
};

type Inspection =
  | { readonly isAccepted: true; readonly file: AudioFile }
  | { readonly isAccepted: false; readonly reason: string };

const inspect = async (path: string): Promise<Inspection> => {
  const found = await stat(path);
  if (found.isDirectory()) return { isAccepted: false, reason: 'a folder; its files are not read' };
  if (!found.isFile()) return { isAccepted: false, reason: 'not a file' };
  if (!['.wav', '.mp3'].includes(extname(path).toLowerCase()))
    return { isAccepted: false, reason: 'its name does not end in .wav or .mp3' };
  const hash = createHash('sha256');
  const probe = makeAudioProbe();
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    probe.write(chunk);
    sizeBytes += chunk.length;
  }
  const verdict = probe.end();
  if (verdict.verdict !== 'accept')
    return { isAccepted: false, reason: `${verdict.reason}: ${verdict.detail}` };
  const { container, durationMs, channels, sampleRateHz } = verdict.audio;
  return {
    isAccepted: true,
    file: { path, container, sha256: hash.digest('hex'), sizeBytes, durationMs, channels, sampleRateHz },
  };
};
