import { uint32LeAt } from '../byte-order.ts';

/** Text tags beside the frames: their first four characters, and how much must be read to know their length. */
export const ID3V1_BYTES = 128;
export const ID3V2_HEADER_BYTES = 10;
export const APE_HEADER_BYTES = 32;

const HAS_FOOTER = 0x10;
const APE_SIZE_AT = 12;

/**
 * Length of an ID3v2 tag without its header.
 *
 * @param header its 10 bytes.
 * @returns undefined if the length is not made of 7-bit bytes, as the format demands.
 */
export const id3v2BodyBytes = (header: Uint8Array): number | undefined => {
  let size = 0;
  for (const byte of header.subarray(6, ID3V2_HEADER_BYTES)) {
    if (byte > 0x7f) return undefined;
    size = size * 128 + byte;
  }
  return size + (header[5]! & HAS_FOOTER ? ID3V2_HEADER_BYTES : 0);
};

/** Length of an APEv2 tag without its 32-byte header. */
export const apeBodyBytes = (header: Uint8Array): number => uint32LeAt(header, APE_SIZE_AT);
