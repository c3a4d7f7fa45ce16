/** An attribute as DynamoDB's JSON writes it: `{ "S": "text" }`. */
export type Attribute = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, Attribute>>;

const BYTES_OF_UNIT = 1_024;

/** The write units of one write of an item of that size. */
export const unitsOfItem = (item: Item | undefined): number =>
  Math.max(1, Math.ceil(itemBytes(item ?? {}) / BYTES_OF_UNIT));

/** The bytes that DynamoDB charges: names in UTF-8 and values. */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

/** A list or map takes 3 bytes, and 1 for each element. */
const valueBytes = (attribute: Attribute): number => {
  const [type, value] = Object.entries(attribute)[0]!;
  switch (type) {
    case 'S':
      return Buffer.byteLength(value as string);
    case 'N':
      return Math.ceil((value as string).replace(/\D/g, '').length / 2) + 1;
    case 'M':
      return 3 + Object.keys(value as Item).length + itemBytes(value as Item);
    case 'L':
      return (value as Attribute[]).reduce((sum, one) => sum + 1 + valueBytes(one), 3);
    case 'BOOL':
    case 'NULL':
      return 1;
    default:
      throw new Error(`no size is known for the type ${type}`);
  }
};
