import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Of, wavHeader } from '@recordings/test-kit';
import type { AudioFile } from '../src/audio-library/audio-file.ts';

const SAMPLE_RATE_HZ = 8_000;

/** A mono 16-bit WAV of a sawtooth; files of different `pitch` differ. */
export const wavBytes = (durationMs: number, pitch = 1): Buffer => {
  const samples = (SAMPLE_RATE_HZ * durationMs) / 1_000;
  const wav = Buffer.concat([wavHeader(2 * samples), Buffer.alloc(2 * samples)]);
  for (let at = 0; at < samples; at += 1) wav.writeInt16LE(((at * 40 * pitch) % 8_000) - 4_000, 44 + 2 * at);
  return wav;
};

export type AudioFolder = {
  readonly dir: string;
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Writes a WAV. @returns its entry in the audio library. */
  writeWav(name: string, durationMs: number, pitch?: number): Promise<AudioFile>;
  remove(): Promise<void>;
};

export const makeAudioFolder = async (): Promise<AudioFolder> => {
  const dir = await mkdtemp(join(tmpdir(), 'ocp-simulator-'));
  const write = (name: string, bytes: Uint8Array): Promise<void> => writeFile(join(dir, name), bytes);
  return {
    dir,
    write,
    writeWav: async (name, durationMs, pitch) => {
      const bytes = wavBytes(durationMs, pitch);
      await write(name, bytes);
      return {
        path: join(dir, name),
        container: 'wav',
        sha256: sha256Of(bytes),
        sizeBytes: bytes.length,
        durationMs,
        channels: 1,
        sampleRateHz: SAMPLE_RATE_HZ,
      };
    },
    remove: () => rm(dir, { recursive: true }),
  };
};
