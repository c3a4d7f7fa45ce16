/** ITU-T G.711: the magnitude of the 16-bit sample that an 8-bit code encodes. */

const MULAW_BIAS = 0x84;

export const mulawMagnitude = (code: number): number => {
  const inverted = ~code & 0xff;
  const biased = (((inverted & 0x0f) << 3) + MULAW_BIAS) << ((inverted & 0x70) >> 4);
  return biased - MULAW_BIAS;
};

export const alawMagnitude = (code: number): number => {
  const toggled = code ^ 0x55;
  const segment = (toggled & 0x70) >> 4;
  const mantissa = ((toggled & 0x0f) << 4) + 8;
  return segment === 0 ? mantissa : (mantissa + 0x100) << (segment - 1);
};
