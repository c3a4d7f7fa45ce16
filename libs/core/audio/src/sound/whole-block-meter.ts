import type { BlockMeter } from './block-meter.ts';

/** Whether a channel is audible in the block that starts at `at`. */
type IsBlockAudible = (channel: number, bytes: Uint8Array, at: number) => boolean;

/** For codecs that are decoded one whole block after the other. */
export const makeWholeBlockMeter = (
  blockBytes: number,
  channels: number,
  isBlockAudible: IsBlockAudible,
): BlockMeter => ({
  blockBytes,
  audibleEnd: (bytes, start, end) => {
    for (let at = end - blockBytes; at >= start; at -= blockBytes) {
      for (let channel = 0; channel < channels; channel += 1) {
        if (isBlockAudible(channel, bytes, at)) return at + blockBytes;
      }
    }
    return start;
  },
  isAudible: (channel, bytes, start, end) => {
    for (let at = start; at < end; at += blockBytes) if (isBlockAudible(channel, bytes, at)) return true;
    return false;
  },
});
