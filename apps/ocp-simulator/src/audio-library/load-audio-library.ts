import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { makeAudioProbe } from '@recordings/audio';
import { ConfigurationError, type Logger } from '@recordings/service';
import type { AudioFile } from './audio-file.ts';

/**
 * Reads every WAV and MP3 file of a folder once, as a stream. Those that are no sound recording are left out with a
 * warning. Sorted by name, so that the same folder gives the same plan.
 *
 * @throws {ConfigurationError} if no file is left.
 */
export const loadAudioLibrary = async (dir: string, log: Pick<Logger, 'warn'>): Promise<AudioFile[]> => {
  const files: AudioFile[] = [];
  for (const name of await namesOf(dir)) {
    const inspected = await inspect(join(dir, name));
    if (inspected.isAccepted) files.push(inspected.file);
    else log.warn({ event: 'audio_file_left_out', file: name, reason: inspected.reason }, 'file left out');
  }
  if (files.length === 0)
    throw new ConfigurationError(`AUDIO_DIR: ${dir} holds no WAV or MP3 file that can be played`);
  return files;
};

const namesOf = async (dir: string): Promise<string[]> => {
  try {
    const names = await readdir(dir);
    return names.filter((name) => ['.wav', '.mp3'].includes(extname(name).toLowerCase())).sort();
  } catch (error) {
    throw new ConfigurationError(`AUDIO_DIR: ${dir} cannot be read`, { cause: error });
  }
};

type Inspection =
  | { readonly isAccepted: true; readonly file: AudioFile }
  | { readonly isAccepted: false; readonly reason: string };

const inspect = async (path: string): Promise<Inspection> => {
  if (!(await stat(path)).isFile()) return { isAccepted: false, reason: 'not a file' };
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
