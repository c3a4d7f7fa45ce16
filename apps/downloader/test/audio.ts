import { createHash } from 'node:crypto';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A whole WAV of `sizeBytes`, PCM16 mono at 8 kHz, whose samples depend on `seed`. */
export const wavOf = (sizeBytes: number, seed = 1): Buffer => {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(sizeBytes - 8, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(sizeBytes - 44, 40);
  const samples = new Int16Array((sizeBytes - 44) / 2);
  for (let at = 0; at < samples.length; at += 1) samples[at] = ((at * 37 + seed * 101) % 20_000) - 10_000;
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
};

/** Two seconds. */
export const recording = wavOf(32_044);
/** As long as `recording`, of another content. */
export const another = wavOf(32_044, 2);
/** Staged in S3 while it comes, with `MAX_HELD_BYTES` 65536. */
export const large = wavOf(400_044);
/** Its header promises twice as much as there is. */
export const damaged = recording.subarray(0, 16_044);
