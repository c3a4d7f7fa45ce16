import { fourCharsAt } from '../byte-order.ts';
import type { Step } from '../step-reader.ts';
import { quarantine, type Refusal } from '../verdict.ts';
import { FRAME_HEADER_BYTES, type FrameHeader, readFrameHeader } from './frame-header.ts';
import { type FrameReader, makeFrameReader } from './frame-reader.ts';
import { type FrameScan, makeFrameScan } from './frame-scan.ts';
import { nameOtherMpeg } from './other-mpeg.ts';
import { CLAIM_BYTES, readStreamClaim, type StreamClaim } from './stream-claim.ts';
import { makeStreamFrames, type StreamFrames } from './stream-frames.ts';
import { APE_HEADER_BYTES, apeBodyBytes, ID3V1_BYTES, ID3V2_HEADER_BYTES, id3v2BodyBytes } from './tag.ts';

/** Findings so far of a walk from frame to frame. */
export type FrameWalk = {
  /** The first frame's header. Later frames must belong to the same stream. */
  header: FrameHeader | undefined;
  frames: StreamFrames | undefined;
  claim: StreamClaim | undefined;
  /** Whole frames, without the frame that carries the claim. */
  audioFrames: number;
  /** Offset after the last whole frame or tag. */
  wholeUntil: number;
  hasTag: boolean;
  /** What the bytes behind the declared frames hold. */
  readonly trailing: FrameScan;
  refusal: Refusal | undefined;
};

export const makeFrameWalk = (): FrameWalk => ({
  header: undefined,
  frames: undefined,
  claim: undefined,
  audioFrames: 0,
  wholeUntil: 0,
  hasTag: false,
  trailing: makeFrameScan(),
  refusal: undefined,
});

/** Whether the stream states its number of frames and all of them arrived. */
export const hasClaimedFrames = ({ claim, audioFrames }: FrameWalk): boolean =>
  claim?.frames !== undefined && audioFrames >= claim.frames;

/** The step at the start of a frame or a tag. Fills `walk` as it goes. */
export const walkFrames = (walk: FrameWalk): Step => {
  const boundary: Step = {
    kind: 'take',
    bytes: FRAME_HEADER_BYTES,
    then: (bytes, position) => {
      const frameBytes = walk.frames?.bytesOf(bytes) ?? 0;
      if (frameBytes > 0) return reader.readFrame(bytes, frameBytes);
      const header = walk.header === undefined ? readFrameHeader(bytes) : undefined;
      if (header !== undefined) return readFirstFrame(walk, header, bytes, reader, boundary);
      return skipTag(walk, Uint8Array.from(bytes), boundary) ?? loseSync(walk, bytes, position);
    },
  };
  const reader = makeFrameReader(walk, boundary);
  return boundary;
};

const readFirstFrame = (
  walk: FrameWalk,
  header: FrameHeader,
  headerBytes: Uint8Array,
  reader: FrameReader,
  next: Step,
): Step => {
  const bodyBytes = header.frameBytes - FRAME_HEADER_BYTES;
  const frames = makeStreamFrames(header, headerBytes);
  const modeByte = headerBytes[3]!;
  const sideEnd = frames.sideEndOf(headerBytes);
  walk.header = header;
  walk.frames = frames;
  return {
    kind: 'take',
    bytes: Math.min(bodyBytes, CLAIM_BYTES),
    then: (body) => {
      walk.claim = readStreamClaim(header, body);
      const restBytes = bodyBytes - body.length;
      if (walk.claim !== undefined) return skip(walk, restBytes, next);
      frames.listen(1, modeByte, body, sideEnd);
      return reader.skipAudio(restBytes);
    },
  };
};

const skip = (walk: FrameWalk, bytes: number, next?: Step): Step => ({
  kind: 'skip',
  bytes,
  then: (position) => {
    walk.wholeUntil = position;
    return next;
  },
});

/** @returns a step over the tag that starts with these four bytes; undefined if they start no tag. */
const skipTag = (walk: FrameWalk, start: Uint8Array, next: Step): Step | undefined => {
  const word = fourCharsAt(start, 0);
  if (word.startsWith('ID3')) {
    return skipHeadedTag(walk, start, ID3V2_HEADER_BYTES, id3v2BodyBytes, next);
  }
  if (word === 'APET') return skipHeadedTag(walk, start, APE_HEADER_BYTES, apeBodyBytes, next);
  if (!word.startsWith('TAG')) return undefined;
  walk.hasTag = true;
  return skip(walk, ID3V1_BYTES - start.length, next);
};

const skipHeadedTag = (
  walk: FrameWalk,
  start: Uint8Array,
  headerBytes: number,
  bodyBytesOf: (header: Uint8Array) => number | undefined,
  next: Step,
): Step => ({
  kind: 'take',
  bytes: headerBytes - start.length,
  then: (rest) => {
    walk.hasTag = true;
    const bodyBytes = bodyBytesOf(Uint8Array.of(...start, ...rest));
    if (bodyBytes !== undefined) return skip(walk, bodyBytes, next);
    walk.refusal = quarantine('MALFORMED_HEADER', 'an ID3v2 tag states no valid length');
    return undefined;
  },
});

/** @param bytes the four bytes that start no frame of the stream and no tag. @param position the offset after them. */
const loseSync = (walk: FrameWalk, bytes: Uint8Array, position: number): Step | undefined => {
  if (hasClaimedFrames(walk)) return scanTrailing(walk, bytes);
  walk.refusal = refuseUnsynced(walk, bytes, position - FRAME_HEADER_BYTES);
  return undefined;
};

const refuseUnsynced = (walk: FrameWalk, bytes: Uint8Array, at: number): Refusal => {
  const other = walk.header === undefined ? nameOtherMpeg(bytes) : undefined;
  if (other !== undefined) return quarantine('UNSUPPORTED_FORMAT', `${other} is not read`);
  const isChance = walk.audioFrames < 2 && walk.claim === undefined && !walk.hasTag;
  return isChance
    ? quarantine('NOT_AUDIO', `the only MP3 frame is followed by other bytes, at byte ${at}`)
    : quarantine('MALFORMED_HEADER', `MP3 sync is lost at byte ${at}, after ${walk.audioFrames} frames`);
};

const scanTrailing = ({ trailing }: FrameWalk, bytes: Uint8Array): Step => {
  trailing.scan(bytes, 0, bytes.length);
  return { kind: 'skip', bytes: Number.POSITIVE_INFINITY, sink: trailing.scan, then: () => undefined };
};
