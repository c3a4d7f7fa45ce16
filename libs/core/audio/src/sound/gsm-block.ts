/**
 * GSM 06.10 packed by Microsoft: a block has two frames of 260 bits, the lowest bit of each byte first. A frame has 36 bits
 * of filter and four subframes of 56 bits, each with the log of its largest excitation behind 11 bits.
 */
const FRAME_BITS = 260;
const SUBFRAMES_AT = 36;
const SUBFRAME_BITS = 56;
const PEAK_AT = 11;
const PEAK_MASK = 0x3f;

/** Offset of the byte and bit of each subframe's peak. */
const PEAKS = [0, 1].flatMap((frame) =>
  [0, 1, 2, 3].map((subframe) => {
    const bit = frame * FRAME_BITS + SUBFRAMES_AT + subframe * SUBFRAME_BITS + PEAK_AT;
    return { byte: bit >> 3, shift: bit & 7 };
  }),
);

/** An encoder gives every subframe the smallest peak only where the samples are at -60 dBFS or lower. */
export const isGsmBlockAudible = (_channel: number, bytes: Uint8Array, at: number): boolean =>
  PEAKS.some(
    ({ byte, shift }) => (((bytes[at + byte]! | (bytes[at + byte + 1]! << 8)) >> shift) & PEAK_MASK) > 0,
  );
