/** `UPDATE "table" SET "a"=? SET "b"=? REMOVE "c" WHERE "key"=? AND "d"=?`, and at its end perhaps what it returns. */
const UPDATE =
  /^UPDATE "(?<table>[\w.-]+)"(?<changes>(?: SET "[\w-]+"=\?| REMOVE "[\w-]+")+) WHERE (?<condition>"[\w-]+"=\?(?: AND "[\w-]+"=\?)*)(?<returning> RETURNING ALL NEW \*)?$/;

/** The input of UpdateItem. */
export type Update = {
  readonly TableName: string;
  readonly Key: Readonly<Record<string, object>>;
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Readonly<Record<string, object>>;
  readonly ReturnValues?: 'ALL_NEW';
};

/**
 * Translates a statement of PartiQL to the input of UpdateItem.
 *
 * @param keyNames the attributes of the table's key.
 * @returns undefined if the statement has another form, or the parameters are too many or too few.
 */
export const translateUpdate = (
  statement: string,
  parameters: readonly object[],
  keyNames: readonly string[],
): Update | undefined => {
  const { table, changes, condition, returning } = UPDATE.exec(statement)?.groups ?? {};
  if (!table || !changes || !condition) return undefined;
  const set = namesIn(changes, /SET "([\w-]+)"/g);
  const compared = namesIn(condition, /"([\w-]+)"/g);
  if (set.length + compared.length !== parameters.length) return undefined;
  if (!keyNames.every((name) => compared.includes(name))) return undefined;
  const removed = namesIn(changes, /REMOVE "([\w-]+)"/g);
  const parameterOf = (name: string): object => parameters[set.length + compared.indexOf(name)]!;
  const others = compared.filter((name) => !keyNames.includes(name));
  const names = [...new Set([...set, ...removed, ...compared])];
  const place = (name: string): string => `#${names.indexOf(name)}`;
  return {
    TableName: table,
    Key: Object.fromEntries(keyNames.map((name) => [name, parameterOf(name)])),
    UpdateExpression: [
      listOf('SET', set, (name, at) => `${place(name)} = :set${at}`),
      listOf('REMOVE', removed, place),
    ].join(' '),
    // UpdateItem creates an absent item. UPDATE does not.
    ConditionExpression: [
      ...keyNames.map((name) => `attribute_exists(${place(name)})`),
      ...others.map((name, at) => `${place(name)} = :is${at}`),
    ].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [place(name), name])),
    ExpressionAttributeValues: Object.fromEntries([
      ...set.map((_, at) => [`:set${at}`, parameters[at]!]),
      ...others.map((name, at) => [`:is${at}`, parameterOf(name)]),
    ]),
    ...(returning !== undefined && { ReturnValues: 'ALL_NEW' }),
  };
};

const namesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name]) => name!);

const listOf = (
  clause: string,
  names: readonly string[],
  write: (name: string, at: number) => string,
): string => (names.length === 0 ? '' : `${clause} ${names.map(write).join(', ')}`);
