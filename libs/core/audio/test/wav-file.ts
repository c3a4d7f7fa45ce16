const word = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff];
const long = (value: number): number[] => [...word(value), ...word(value >>> 16)];
const text = (value: string): number[] => [...value].map((char) => char.charCodeAt(0));

/** A chunk with an honest size, unless another is given, and its pad byte. */
export const chunk = (id: string, payload: readonly number[], sizeBytes = payload.length): number[] => [
  ...text(id),
  ...long(sizeBytes),
  ...payload,
  ...(payload.length % 2 === 1 ? [0] : []),
];

type Format = {
  tag?: number;
  channels?: number;
  sampleRateHz?: number;
  blockBytes?: number;
  bits?: number;
  extension?: number[];
};

/** The payload of a `fmt ` chunk; PCM16 mono at 8 kHz by default. */
export const format = (given: Format = {}): number[] => {
  const { tag = 1, channels = 1, sampleRateHz = 8000, bits = 16, extension = [] } = given;
  const blockBytes = given.blockBytes ?? (channels * bits) / 8;
  return [
    ...word(tag),
    ...word(channels),
    ...long(sampleRateHz),
    ...long(sampleRateHz * blockBytes),
    ...word(blockBytes),
    ...word(bits),
    ...extension,
  ];
};

/** A RIFF file with an honest size, unless another is given. */
export const wavFile = (chunks: readonly number[][], sizeBytes?: number, magic = 'RIFF'): Uint8Array => {
  const body = [...text('WAVE'), ...chunks.flat()];
  return Uint8Array.from([...text(magic), ...long(sizeBytes ?? body.length), ...body]);
};

/** `count` PCM16 samples of the same value. */
export const samples = (count: number, value = 1000): number[] =>
  Array.from({ length: count }, () => word(value)).flat();
