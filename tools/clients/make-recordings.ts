import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of, wavOf } from '@recordings/test-kit';
import type { Sent } from './run-client.ts';

export type Recording = Sent & { readonly sha256: string };

/** Every so many are larger than MAX_HELD_BYTES, so they are staged. */
const LARGE_EVERY = 25;
const LARGE_BYTES = 9_000_044;

/** Writes recordings of 2 KB to 200 KB with different contents, and some large ones, into a folder. */
export const makeRecordings = async (folder: string, prefix: string, count: number): Promise<Recording[]> => {
  const recordings: Recording[] = [];
  for (let at = 0; at < count; at += 1) {
    const bytes = wavOf(at % LARGE_EVERY === 7 ? LARGE_BYTES : 2_044 + ((at * 7_919) % 100_000) * 2, at + 1);
    const callId = `${prefix}-${at}`;
    const file = join(folder, `${callId}.wav`);
    await writeFile(file, bytes);
    recordings.push({ callId, file, sha256: sha256Of(bytes) });
  }
  return recordings;
};
