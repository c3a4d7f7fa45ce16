/** Milliseconds of the constants by which the code names units of time. */
const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ['SECOND_MS', 1_000],
  ['MINUTE_MS', 60_000],
  ['HOUR_MS', 3_600_000],
  ['DAY_MS', 86_400_000],
]);

/**
 * Reads the value of a constant or property from source text: the first place where the name gets a number, a product or
 * a list.
 *
 * @returns the value as a person reads it, with units left to the reader: `5,000`, `1, 5, 30`.
 * @throws {Error} if the text gives the name no such value, or a factor of the product is no number and no unit of time.
 */
export const readConstant = (source: string, name: string): string => {
  const pattern = new RegExp(
    `\\b${name}(?:(?:: [^=\\n]+)? = |: )(\\[[\\d_, ]+\\]|[\\d_.]+(?: \\* \\w+)*)[,; }]`,
  );
  const value = pattern.exec(source)?.[1];
  if (value === undefined) throw new Error(`there is no number named ${name}`);
  if (value.startsWith('[')) return value.slice(1, -1).replaceAll('_', '');
  return multiply(value).toLocaleString('en-US');
};

const multiply = (product: string): number =>
  product.split(' * ').reduce((result, factor) => result * numberOf(factor), 1);

const numberOf = (factor: string): number => {
  const value = UNITS_MS.get(factor) ?? Number(factor.replaceAll('_', ''));
  if (Number.isNaN(value)) throw new Error(`${factor} is no number, and no unit of time`);
  return value;
};
