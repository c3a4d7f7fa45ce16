import type { AttributeValue, BatchStatementRequest } from '@aws-sdk/client-dynamodb';
import type { ItemWrite } from './item-client.ts';

/** Characters of the longest statement that DynamoDB takes. */
const MAX_LENGTH = 8_192;

/** A name that is safe between quotes in PartiQL. */
const PLAIN_NAME = /^[\w-]+$/;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Expresses a write as a PartiQL statement. It sets the attributes that changed and removes those that the item lost. The
 * condition on the revision proves that all others are as they were read.
 *
 * @returns undefined if only PutItem can write the item: what it replaces is not known, JSON lacks a form for a value, or a
 * name or the whole is no statement that DynamoDB takes.
 */
export const updateStatementOf = ({
  table,
  item,
  json,
  expectedRevision,
  replaces,
}: ItemWrite): BatchStatementRequest | undefined => {
  if (!replaces || json === undefined || expectedRevision === undefined) return undefined;
  const next = item as Fields;
  const stored = replaces.stored as Fields;
  const attributes = JSON.parse(json) as Readonly<Record<string, AttributeValue>>;
  const changed = Object.keys(attributes).filter(
    (name) => !Object.hasOwn(replaces.key, name) && next[name] !== stored[name],
  );
  const lost = Object.keys(stored).filter((name) => !Object.hasOwn(attributes, name));
  if (![...changed, ...lost].every((name) => PLAIN_NAME.test(name))) return undefined;
  const keys = Object.entries(replaces.key);
  const clauses = [
    `UPDATE "${table}"`,
    ...changed.map((name) => `SET "${name}"=?`),
    ...lost.map((name) => `REMOVE "${name}"`),
    `WHERE ${[...keys.map(([name]) => name), 'revision'].map((name) => `"${name}"=?`).join(' AND ')}`,
  ];
  const Statement = clauses.join(' ');
  if (Statement.length > MAX_LENGTH) return undefined;
  const Parameters = [
    ...changed.map((name) => attributes[name]!),
    ...keys.map(([, value]) => ({ S: value })),
    { N: String(expectedRevision) },
  ];
  return { Statement, Parameters };
};
