import { fourCharsAt, uint32BeAt } from '../byte-order.ts';
import { FRAME_HEADER_BYTES, type FrameHeader } from './frame-header.ts';

/** What an encoder's Xing, Info or VBRI header states about the whole stream. A field that is absent or 0 is undefined. */
export type StreamClaim = {
  /** Audio frames, without the frame that carries the claim. */
  readonly frames: number | undefined;
  /** From the claim's frame to the end of the audio. */
  readonly bytes: number | undefined;
};

/** Bytes after the first frame's header that may hold a claim. */
export const CLAIM_BYTES = 56;

const VBRI_AT = 32;
const HAS_FRAMES = 1;
const HAS_BYTES = 2;

/**
 * Reads the claim in a stream's first frame.
 *
 * @param body the first `CLAIM_BYTES` bytes after the frame's header, or fewer.
 */
export const readStreamClaim = (header: FrameHeader, body: Uint8Array): StreamClaim | undefined => {
  const padded = new Uint8Array(CLAIM_BYTES);
  padded.set(body.subarray(0, CLAIM_BYTES));
  const word = fourCharsAt(padded, header.sideBytes);
  if (word === 'Xing' || word === 'Info') return readXing(padded, header.sideBytes + FRAME_HEADER_BYTES);
  if (fourCharsAt(padded, VBRI_AT) === 'VBRI') {
    // Some encoders count VBRI's own frame and some do not: expect one frame less.
    return claim(Math.max(0, uint32BeAt(padded, VBRI_AT + 14) - 1), uint32BeAt(padded, VBRI_AT + 10));
  }
  return undefined;
};

const readXing = (padded: Uint8Array, at: number): StreamClaim => {
  const flags = uint32BeAt(padded, at);
  const frames = flags & HAS_FRAMES ? uint32BeAt(padded, at + 4) : 0;
  const bytesAt = flags & HAS_FRAMES ? at + 8 : at + 4;
  return claim(frames, flags & HAS_BYTES ? uint32BeAt(padded, bytesAt) : 0);
};

const claim = (frames: number, bytes: number): StreamClaim => ({
  frames: frames || undefined,
  bytes: bytes || undefined,
});
