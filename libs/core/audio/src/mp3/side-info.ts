import type { FrameHeader } from './frame-header.ts';
import { isGranuleAudible, largestOf } from './granule-level.ts';

/** Where the side information of a frame has its granules, in bits (ISO 11172-3 and 13818-3, layer III). */
type SideLayout = {
  readonly granules: 1 | 2;
  readonly firstGranuleAt: number;
  readonly granuleBits: 59 | 63;
  readonly scaleFactorBits: 4 | 9;
};

const LAYOUTS: Readonly<Record<'mpeg1' | 'mpeg2', Readonly<Record<1 | 2, SideLayout>>>> = {
  mpeg1: {
    1: { granules: 2, firstGranuleAt: 18, granuleBits: 59, scaleFactorBits: 4 },
    2: { granules: 2, firstGranuleAt: 20, granuleBits: 59, scaleFactorBits: 4 },
  },
  mpeg2: {
    1: { granules: 1, firstGranuleAt: 9, granuleBits: 63, scaleFactorBits: 9 },
    2: { granules: 1, firstGranuleAt: 10, granuleBits: 63, scaleFactorBits: 9 },
  },
};

const BITS_AT = { bigValues: 12, gain: 21, scaleFactors: 29 };
const TABLE_BITS = 5;

/** Whether a channel of a frame may be audible. @param side the side information, which starts at `at`. */
export type IsChannelAudible = (channel: number, side: Uint8Array, at: number) => boolean;

export const makeSideInfo = ({ mpegVersion, channels }: FrameHeader): IsChannelAudible => {
  const layout = LAYOUTS[mpegVersion === 1 ? 'mpeg1' : 'mpeg2'][channels];
  return (channel, side, at) => {
    for (let granule = 0; granule < layout.granules; granule += 1) {
      const index = granule * channels + channel;
      const start = at * 8 + layout.firstGranuleAt + index * layout.granuleBits;
      if (isAudibleAt(side, start, layout.scaleFactorBits)) return true;
    }
    return false;
  };
};

const isAudibleAt = (side: Uint8Array, start: number, scaleFactorBits: number): boolean => {
  const bits = bitsAt(side, start, 12);
  if (bits === 0) return false;
  const gain = bitsAt(side, start + BITS_AT.gain, 8);
  if (isGranuleAudible(bits, gain, 1)) return true;
  if (bitsAt(side, start + BITS_AT.bigValues, 9) === 0) return false;
  const tables = readTables(side, start + BITS_AT.scaleFactors + scaleFactorBits);
  return isGranuleAudible(bits, gain, largestOf(tables));
};

/** A switched window states its type (2 bits), whether it is mixed (1), and two tables; another window three tables. */
const readTables = (side: Uint8Array, at: number): number[] => {
  const isSwitched = bitsAt(side, at, 1) === 1;
  const tablesAt = at + (isSwitched ? 4 : 1);
  return (isSwitched ? [0, 1] : [0, 1, 2]).map((table) =>
    bitsAt(side, tablesAt + table * TABLE_BITS, TABLE_BITS),
  );
};

/** Up to 16 bits, the highest bit first. */
const bitsAt = (bytes: Uint8Array, at: number, count: number): number => {
  const byte = at >> 3;
  const word = ((bytes[byte] ?? 0) << 16) | ((bytes[byte + 1] ?? 0) << 8) | (bytes[byte + 2] ?? 0);
  return (word >> (24 - (at & 7) - count)) & ((1 << count) - 1);
};
