/** A complete WAV file of half a second, PCM16 mono at 8 kHz. Its samples depend on `seed`. */
export const makeWav = (seed: number): Uint8Array => {
  const samples = new Int16Array(4_000);
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
