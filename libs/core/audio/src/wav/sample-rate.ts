/** Rates that recorders use, in Hz. */
const USUAL_RATES_HZ = [
  ...[5_512, 6_000, 7_350, 8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 37_800, 44_100, 48_000],
  ...[64_000, 88_200, 96_000, 176_400, 192_000, 352_800, 384_000],
];
/** A block codec's byte rate is rounded, and a duration that is off by so little does no harm. */
const TOLERANCE = 0.005;
/** Writers that miscount channels, bytes or bits state a byte rate that is wrong by one of these. */
const MISCOUNTS = [2, 4, 8, 16];

export type StatedRate = {
  readonly sampleRateHz: number;
  readonly byteRate: number;
  readonly blockBytes: number;
  readonly framesPerBlock: number;
  readonly channels: number;
};

/**
 * The usual sample rate that the byte rate and the block size give, if it contradicts the stated sample rate. Then the
 * duration is unknown. A byte rate that gives no usual rate, or is a miscount of the stated rate, contradicts nothing.
 */
export const contradictingRate = (stated: StatedRate): number | undefined => {
  const { sampleRateHz, byteRate, blockBytes, framesPerBlock, channels } = stated;
  const implied = (byteRate * framesPerBlock) / blockBytes;
  const usual = USUAL_RATES_HZ.find((rate) => isSameRate(implied, rate));
  if (usual === undefined || isSameRate(sampleRateHz, usual)) return undefined;
  const isStatedUsual = USUAL_RATES_HZ.some((rate) => isSameRate(sampleRateHz, rate));
  const factor = Math.max(usual / sampleRateHz, sampleRateHz / usual);
  const isMiscount = [...MISCOUNTS, channels, blockBytes, blockBytes / channels].some((count) =>
    isSameRate(factor, count),
  );
  return isStatedUsual && isMiscount ? undefined : usual;
};

const isSameRate = (rate: number, other: number): boolean => Math.abs(rate - other) <= other * TOLERANCE;
