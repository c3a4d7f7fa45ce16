import { type FrameHeader, isSameStream, readFrameHeader } from './frame-header.ts';
import { makeSideInfo } from './side-info.ts';

/** The frames of one stream, and where they have sound. Every frame of a file passes here, so it allocates nothing. */
export type StreamFrames = {
  /** Length of the frame that starts with these four bytes. 0: they start no frame of the stream. */
  readonly bytesOf: (header: Uint8Array) => number;
  /** Bytes behind a frame's header up to the end of its side information. */
  readonly sideEndOf: (header: Uint8Array) => number;
  /** Reads whether the frame that is `number` frames from the start is audible. */
  readonly listen: (number: number, modeByte: number, side: Uint8Array, sideEnd: number) => void;
  silentChannels(): number;
  /** Frames from the start to the last audible one. */
  audibleFrames(): number;
};

const NOT_PROTECTED = 1;
const CRC_BYTES = 2;
const BYTE_VALUES = 256;
/** The mode of a frame is joint stereo, and its extension says that the channels are coded together. */
const isJoint = (modeByte: number): boolean => modeByte >> 6 === 1 && (modeByte & 0x30) !== 0;

export const makeStreamFrames = (first: FrameHeader, firstBytes: Uint8Array): StreamFrames => {
  const [, secondByte = 0] = firstBytes;
  const lengths = Uint16Array.from({ length: BYTE_VALUES }, (_, third) => {
    const header = readFrameHeader(Uint8Array.of(0xff, secondByte, third, firstBytes[3]!));
    return header && isSameStream(header, first) ? header.frameBytes : 0;
  });
  const isMono = first.channels === 1;
  const isAudible = makeSideInfo(first);
  let silent = Array.from({ length: first.channels }, (_, channel) => channel);
  let audibleFrames = 0;

  const hear = (modeByte: number, side: Uint8Array, at: number): boolean => {
    const first = isAudible(0, side, at);
    if (isMono || (first && silent.length === 0)) return first;
    const second = isAudible(1, side, at);
    if (silent.length === 0) return second;
    const isEither = isJoint(modeByte) && (first || second);
    silent = silent.filter((channel) => !(isEither || (channel === 0 ? first : second)));
    return first || second;
  };

  return {
    bytesOf: (header) => {
      const isSame = header[0] === 0xff && (header[1]! | NOT_PROTECTED) === (secondByte | NOT_PROTECTED);
      const fourth = header[3]!;
      const isSameMode = (fourth >> 6 === 3) === isMono && (fourth & 3) !== 2;
      return isSame && isSameMode ? lengths[header[2]!]! : 0;
    },
    sideEndOf: (header) => first.sideBytes + (header[1]! & NOT_PROTECTED ? 0 : CRC_BYTES),
    listen: (number, modeByte, side, sideEnd) => {
      if (hear(modeByte, side, sideEnd - first.sideBytes)) audibleFrames = number;
      if (isMono && audibleFrames > 0) silent = [];
    },
    silentChannels: () => silent.length,
    audibleFrames: () => audibleFrames,
  };
};
