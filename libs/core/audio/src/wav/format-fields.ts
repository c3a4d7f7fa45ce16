import { uint16LeAt, uint32LeAt } from '../byte-order.ts';

/** The fixed part of a `fmt ` chunk, which is the same for every codec, and the bytes after it. */
export type FormatFields = {
  readonly tag: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** Bytes a second. Many writers miscount it. */
  readonly byteRate: number;
  readonly blockBytes: number;
  readonly bitsPerSample: number;
  /** The bytes after the fixed part: their count, then the codec's own fields. */
  readonly extension: Uint8Array;
};

/** Length of the fixed part. */
export const MIN_FORMAT_BYTES = 16;
/** Length of an extensible `fmt ` chunk. Later bytes are not read. */
export const MAX_FORMAT_BYTES = 40;

/** @param bytes at least `MIN_FORMAT_BYTES`. */
export const readFormatFields = (bytes: Uint8Array): FormatFields => ({
  tag: uint16LeAt(bytes, 0),
  channels: uint16LeAt(bytes, 2),
  sampleRateHz: uint32LeAt(bytes, 4),
  byteRate: uint32LeAt(bytes, 8),
  blockBytes: uint16LeAt(bytes, 12),
  bitsPerSample: uint16LeAt(bytes, 14),
  extension: bytes.subarray(MIN_FORMAT_BYTES),
});
