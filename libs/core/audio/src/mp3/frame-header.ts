/** One MPEG audio layer III frame, as stated in its four header bytes. */
export type FrameHeader = {
  readonly mpegVersion: 1 | 2 | 2.5;
  readonly channels: 1 | 2;
  readonly sampleRateHz: number;
  /** Per channel. */
  readonly samplesPerFrame: number;
  /** Length of the frame with its header. */
  readonly frameBytes: number;
  /** Length of the side information after the header. */
  readonly sideBytes: number;
};

export const FRAME_HEADER_BYTES = 4;

/** ISO 11172-3 (MPEG 1) and 13818-3 (MPEG 2), layer III. Index 0 is free format, 15 is forbidden. */
const KBPS_MPEG_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBPS_MPEG_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MPEG_1_RATES_HZ = [44_100, 48_000, 32_000];

const LAYER_III = 1;
const MONO = 3;
const RESERVED_EMPHASIS = 2;

/** @returns undefined if the bytes do not start a layer III frame with a stated bitrate. */
export const readFrameHeader = (bytes: Uint8Array): FrameHeader | undefined => {
  const [sync, second, third, fourth] = [bytes[0]!, bytes[1]!, bytes[2]!, bytes[3]!];
  if (sync !== 0xff || (second & 0xe0) !== 0xe0 || ((second >> 1) & 3) !== LAYER_III) return undefined;
  const mpegVersion = readVersion((second >> 3) & 3);
  const mpeg1RateHz = MPEG_1_RATES_HZ[(third >> 2) & 3];
  if (mpegVersion === undefined || mpeg1RateHz === undefined) return undefined;
  const kbps = (mpegVersion === 1 ? KBPS_MPEG_1 : KBPS_MPEG_2)[third >> 4] ?? 0;
  if (kbps === 0 || (fourth & 3) === RESERVED_EMPHASIS) return undefined;

  const sampleRateHz = mpeg1RateHz / (mpegVersion === 2.5 ? 4 : mpegVersion);
  const samplesPerFrame = mpegVersion === 1 ? 1152 : 576;
  const padding = (third >> 1) & 1;
  const channels = fourth >> 6 === MONO ? 1 : 2;
  return {
    mpegVersion,
    channels,
    sampleRateHz,
    samplesPerFrame,
    frameBytes: Math.floor(((samplesPerFrame / 8) * kbps * 1000) / sampleRateHz) + padding,
    sideBytes: sideBytesOf(mpegVersion, channels),
  };
};

const readVersion = (bits: number): FrameHeader['mpegVersion'] | undefined =>
  ([2.5, undefined, 2, 1] as const)[bits];

const sideBytesOf = (mpegVersion: number, channels: 1 | 2): number => {
  if (mpegVersion === 1) return channels === 1 ? 17 : 32;
  return channels === 1 ? 9 : 17;
};

/** Frames of one stream may differ in bitrate and stereo mode only. */
export const isSameStream = (a: FrameHeader, b: FrameHeader): boolean =>
  a.mpegVersion === b.mpegVersion && a.sampleRateHz === b.sampleRateHz && a.channels === b.channels;
