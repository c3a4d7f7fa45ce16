/**
 * Reads the value of a constant or property from source text: the first place where the name gets a number or a list.
 *
 * @returns the value as a person reads it, with units left to the reader: `5,000`, `1, 5, 30`.
 * @throws {Error} if the text gives the name no such value.
 */
export const readConstant = (source: string, name: string): string => {
  const pattern = new RegExp(`\\b${name}(?:(?:: [^=\\n]+)? = |: )(\\[[\\d_, ]+\\]|[\\d_.* ]+)[,; }]`);
  const value = pattern.exec(source)?.[1]?.trim();
  if (value === undefined || value === '') throw new Error(`there is no number named ${name}`);
  if (value.startsWith('[')) return value.slice(1, -1).replaceAll('_', '');
  return multiply(value).toLocaleString('en-US');
};

const multiply = (product: string): number =>
  product
    .replaceAll('_', '')
    .split('*')
    .reduce((result, factor) => result * Number(factor), 1);
