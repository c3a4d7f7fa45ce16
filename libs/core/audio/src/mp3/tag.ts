import { uint32LeAt } from '../byte-order.ts';

/** An ID3v1 tag is this long. The header of an ID3v2 or APE tag states the length of its body. */
export const ID3V1_BYTES = 128;
export const ID3V2_HEADER_BYTES = 10;
export const APE_HEADER_BYTES = 32;

const HAS_FOOTER = 0x10;
const APE_SIZE_AT = 12;

/**
 * Length of an ID3v2 tag without its header.
 *
 * @param header its 10 bytes.
 * @returns undefined if a byte of the length has more than 7 bits, which the format forbids.
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
