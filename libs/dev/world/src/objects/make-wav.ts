/** A complete WAV file, PCM16 mono at 8 kHz, by default of half a second. Its samples depend on `seed`. */
export const makeWav = (seed: number, length = 4_000): Uint8Array => {
  const samples = new Int16Array(length);
  for (let at = 0; at < samples.length; at += 1) samples[at] = ((at * 37 + seed * 101) % 20_000) - 10_000;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
};
