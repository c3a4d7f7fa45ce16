/**
 * Names an MPEG audio stream that is not read, by the first three bytes of a frame: AAC in ADTS frames (12 sync bits, layer
 * bits 00), layers I and II, and layer III whose bitrate is not stated.
 */
export const nameOtherMpeg = (bytes: Uint8Array): string | undefined => {
  const [sync, second, third] = [bytes[0]!, bytes[1]!, bytes[2]!];
  if (sync !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  const layer = (second >> 1) & 3;
  if (layer === 0) return (second & 0xf0) === 0xf0 ? 'AAC' : undefined;
  const plausible = (second & 0x18) !== 0x08 && third >> 4 !== 0x0f && (third & 0x0c) !== 0x0c;
  if (!plausible) return undefined;
  if (layer > 1) return 'MPEG audio layer I or II';
  return third >> 4 === 0 ? 'MP3 of free-format bitrate' : undefined;
};
