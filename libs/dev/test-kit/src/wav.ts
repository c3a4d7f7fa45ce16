/** The header of a WAV of PCM16 mono at 8 kHz that holds `dataBytes` of samples. */
export const wavHeader = (dataBytes: number): Buffer => {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
};

/** A complete WAV of `sizeBytes` (an even number), PCM16 mono at 8 kHz. The samples depend on `seed`. */
export const wavOf = (sizeBytes: number, seed = 1): Buffer => {
  const samples = new Int16Array((sizeBytes - 44) / 2);
  for (let at = 0; at < samples.length; at += 1) samples[at] = ((at * 37 + seed * 101) % 20_000) - 10_000;
  return Buffer.concat([wavHeader(sizeBytes - 44), Buffer.from(samples.buffer)]);
};
