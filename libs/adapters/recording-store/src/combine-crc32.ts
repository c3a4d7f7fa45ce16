/** The reversed polynomial of CRC-32 (ISO 3309), which zlib uses. */
const POLYNOMIAL = 0xedb88320;
/** The polynomial 1, in which the highest bit is the lowest power. */
const ONE = 0x80000000;
/** x^8: one byte. */
const X_BYTE = 0x00800000;

/**
 * The CRC32 of two runs of bytes, one after the other, without a look at the bytes.
 *
 * @param first CRC32 of the first run.
 * @param second CRC32 of the second run, which has `secondBytes` bytes.
 */
export const combineCrc32 = (first: number, second: number, secondBytes: number): number =>
  (multiply(shiftOf(secondBytes), first) ^ second) >>> 0;

/** x^(8 * bytes) modulo the polynomial, by squaring. */
const shiftOf = (bytes: number): number => {
  let shift = ONE;
  let square = X_BYTE;
  for (let left = bytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) shift = multiply(shift, square);
    square = multiply(square, square);
  }
  return shift;
};

/** The product of two polynomials modulo the polynomial. */
const multiply = (a: number, b: number): number => {
  let product = 0;
  let shifted = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= shifted;
    shifted = (shifted & 1) === 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
  }
  return product >>> 0;
};
