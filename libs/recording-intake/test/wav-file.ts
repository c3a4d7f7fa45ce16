/** A whole WAV recording, PCM16 mono at 8 kHz, whose samples depend on `seed`. */
export const wavOf = (sampleCount: number, seed = 1): Buffer => {
  const dataBytes = sampleCount * 2;
  const file = Buffer.alloc(44 + dataBytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + dataBytes, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8_000, 24);
  file.writeUInt32LE(16_000, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(dataBytes, 40);
  for (let at = 0; at < sampleCount; at += 1) {
    file.writeInt16LE(((at * 37 + seed * 101) % 20_000) - 10_000, 44 + at * 2);
  }
  return file;
};
