import { QUIET_PEAK_16 } from './loud-values.ts';

/** IMA ADPCM: the step sizes, and by how much a code of three bits moves the index of the step. */
const STEPS = [
  ...[7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80],
  ...[88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598],
  ...[658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327],
  ...[3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289],
  ...[16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767],
];
const INDEX_MOVES = [-1, -1, -1, -1, 2, 4, 6, 8];
const MAX_INDEX = STEPS.length - 1;
const HEADER_BYTES = 4;
const SIGN = 8;

type State = { sample: number; index: number };

/** Decodes a channel of a block up to its first sample above -60 dBFS. The first sample is in the header. */
export const makeImaBlock =
  (blockBytes: number, channels: number) =>
  (channel: number, bytes: Uint8Array, at: number): boolean => {
    const header = at + channel * HEADER_BYTES;
    const sample = ((bytes[header]! | (bytes[header + 1]! << 8)) << 16) >> 16;
    const state = { sample, index: Math.min(bytes[header + 2]!, MAX_INDEX) };
    if (isLoud(state)) return true;
    // Each channel has four bytes in turn.
    const step = HEADER_BYTES * channels;
    for (let group = header + step; group < at + blockBytes; group += step) {
      for (let byte = group; byte < group + HEADER_BYTES; byte += 1) {
        const codes = bytes[byte]!;
        if (decodesLoud(state, codes & 0x0f) || decodesLoud(state, codes >> 4)) return true;
      }
    }
    return false;
  };

const isLoud = ({ sample }: State): boolean => sample > QUIET_PEAK_16 || sample < -QUIET_PEAK_16;

const decodesLoud = (state: State, code: number): boolean => {
  const step = STEPS[state.index]!;
  const difference =
    (step >> 3) + (code & 4 ? step : 0) + (code & 2 ? step >> 1 : 0) + (code & 1 ? step >> 2 : 0);
  state.sample += code & SIGN ? -difference : difference;
  state.index = Math.max(0, Math.min(MAX_INDEX, state.index + INDEX_MOVES[code & 7]!));
  return isLoud(state);
};
