/** -60 dBFS. */
const QUIET = 0.001;

/**
 * What a decoder multiplies the coefficients of a granule with (ISO 11172-3, 2.4.3.4.7.1), by `global_gain`. A coefficient
 * of 1 after it is at full scale. Scale factors only make it smaller.
 */
const GAINS = Float64Array.from({ length: 256 }, (_, gain) => 2 ** ((gain - 210) / 4));

/** The largest value that a Huffman table codes. Tables from 16 on add bits to it. */
const SMALL_MAXIMA = [0, 1, 2, 2, 0, 3, 3, 5, 5, 5, 7, 7, 7, 15, 0, 15];
const LINEAR_BITS = [1, 2, 3, 4, 6, 8, 10, 13, 4, 5, 6, 7, 8, 9, 11, 13];
const MAXIMA = [...SMALL_MAXIMA, ...LINEAR_BITS.map((bits) => 14 + 2 ** bits)];
/** The largest coefficient by table, before the gain. */
const LARGEST = Float64Array.from(MAXIMA, (maximum) => maximum ** (4 / 3));

const COEFFICIENTS = 576;

/** The largest coefficient, before the gain, that granules with these Huffman tables can have. */
export const largestOf = (tables: readonly number[]): number =>
  Math.max(1, ...tables.map((table) => LARGEST[table]!));

/**
 * Whether a granule may be louder than -60 dBFS. It is an upper bound: a granule that counts as silent is silent. Each
 * coefficient that is not 0 takes a bit at least, and all of them may be as large as the largest.
 *
 * @param bits of its scale factors and coefficients. 0: digital silence.
 * @param gain its `global_gain`.
 */
export const isGranuleAudible = (bits: number, gain: number, largest: number): boolean =>
  bits > 0 && GAINS[gain]! * largest * Math.sqrt(Math.min(bits, COEFFICIENTS)) > QUIET;
