import type { ByteSink, Step } from '../step-reader.ts';
import { FRAME_HEADER_BYTES } from './frame-header.ts';
import type { FrameWalk } from './frame-walk.ts';

/** Reads the frames of a stream behind its first. It makes its steps once, because every frame of a file needs them. */
export type FrameReader = {
  /** The step behind a frame's header. */
  readonly readFrame: (header: Uint8Array, frameBytes: number) => Step;
  /** The step over the last bytes of the first frame, which counts it. */
  readonly skipAudio: (bytes: number) => Step;
};

const MAX_SIDE_BYTES = 34;

export const makeFrameReader = (walk: FrameWalk, next: Step): FrameReader => {
  const split = new Uint8Array(MAX_SIDE_BYTES);
  let modeByte = 0;
  let sideEnd = 0;
  let sideBytes = 0;

  const readSide: ByteSink = (chunk, start, end) => {
    if (sideBytes === sideEnd) return;
    if (sideBytes === 0 && end - start >= sideEnd) {
      sideBytes = sideEnd;
      walk.frames!.listen(walk.audioFrames + 1, modeByte, chunk, start + sideEnd);
      return;
    }
    const until = Math.min(end, start + sideEnd - sideBytes);
    split.set(chunk.subarray(start, until), sideBytes);
    sideBytes += until - start;
    if (sideBytes === sideEnd) walk.frames!.listen(walk.audioFrames + 1, modeByte, split, sideEnd);
  };
  const count = (position: number): Step => {
    walk.audioFrames += 1;
    walk.wholeUntil = position;
    return next;
  };
  const body = { kind: 'skip' as const, bytes: 0, sink: readSide, then: count };
  return {
    skipAudio: (bytes) => ({ kind: 'skip', bytes, then: count }),
    readFrame: (header, frameBytes) => {
      modeByte = header[3]!;
      sideBytes = 0;
      sideEnd = walk.frames!.sideEndOf(header);
      body.bytes = frameBytes - FRAME_HEADER_BYTES;
      return body;
    },
  };
};
