import type { ByteSink } from '../step-reader.ts';
import { FRAME_HEADER_BYTES, type FrameHeader, isSameStream, readFrameHeader } from './frame-header.ts';

/** Finds frames among other bytes. So many in a row are no chance. */
const FRAMES_IN_A_ROW = 3;
/** Of a frame's four header bytes: the 11 bits that every frame starts with, and the two bits of layer III. */
const SYNC_MASK = 0xffe6_0000 | 0;
const SYNC = 0xffe2_0000 | 0;

export type FrameScan = {
  readonly scan: ByteSink;
  /** Whether frames of one stream follow each other. */
  hasFrames(): boolean;
};

/** Looks for MP3 frames at every byte. For the bytes behind a recording only: it reads each of them. */
export const makeFrameScan = (): FrameScan => {
  /** The last four bytes. */
  let word = 0;
  const bytes = new Uint8Array(FRAME_HEADER_BYTES);
  let position = 0;
  let header: FrameHeader | undefined;
  let framesInARow = 0;
  /** Where the next frame of the row starts. */
  let nextAt = 0;

  const readWord = (startsAt: number): void => {
    for (let at = 0; at < FRAME_HEADER_BYTES; at += 1) bytes[at] = word >>> (24 - at * 8);
    const read = readFrameHeader(bytes);
    const continues = header && read && startsAt === nextAt && isSameStream(read, header);
    framesInARow = read ? (continues ? framesInARow + 1 : 1) : 0;
    header = read;
    nextAt = startsAt + (read?.frameBytes ?? 0);
  };

  return {
    scan: (chunk, start, end) => {
      for (let at = start; at < end && framesInARow < FRAMES_IN_A_ROW; at += 1) {
        word = (word << 8) | chunk[at]!;
        position += 1;
        const startsAt = position - FRAME_HEADER_BYTES;
        if ((word & SYNC_MASK) === SYNC && startsAt >= nextAt) readWord(startsAt);
      }
    },
    hasFrames: () => framesInARow >= FRAMES_IN_A_ROW,
  };
};
