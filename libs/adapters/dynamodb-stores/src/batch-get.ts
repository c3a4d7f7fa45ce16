import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awaitAnswer } from './await-answer.ts';
import { StoreUnavailableError } from './errors.ts';

/** Keys that DynamoDB takes in one BatchGetItem. */
const MAX_KEYS = 100;
const MAX_TRIES = 8;
const FIRST_PAUSE_MS = 50;

type Item = Readonly<Record<string, unknown>>;
type TableKey = { readonly pk: string; readonly sk: string };

/** `eventual`: half the price, and an item may be a moment old. */
type Read = { readonly attributes?: readonly string[]; readonly consistency?: 'strong' | 'eventual' };

/** Reads the items that exist, in any order, or only these attributes of them. The keys must differ. */
export const batchGet = async (
  documents: DynamoDBDocumentClient,
  table: string,
  keys: readonly TableKey[],
  read: Read = {},
): Promise<Item[]> => {
  const found: Item[] = [];
  for (let at = 0; at < keys.length; at += MAX_KEYS) {
    found.push(...(await readBatch(documents, table, keys.slice(at, at + MAX_KEYS), read)));
  }
  return found;
};

/** DynamoDB may leave keys of a batch unread, when it is throttled or the answer is too large: those are read again. */
const readBatch = async (
  documents: DynamoDBDocumentClient,
  table: string,
  keys: readonly TableKey[],
  { attributes, consistency = 'strong' }: Read,
): Promise<Item[]> => {
  const found: Item[] = [];
  const projection = attributes && projectionOf(attributes);
  let left: readonly TableKey[] = keys;
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const request = {
      Keys: [...left],
      ConsistentRead: consistency === 'strong',
      ...projection,
    };
    const read = new BatchGetCommand({ RequestItems: { [table]: request } });
    const { Responses, UnprocessedKeys } = await awaitAnswer(documents.send(read));
    found.push(...((Responses?.[table] ?? []) as Item[]));
    left = (UnprocessedKeys?.[table]?.Keys ?? []) as TableKey[];
    if (left.length === 0) return found;
    await sleep(Math.random() * FIRST_PAUSE_MS * 2 ** tries);
  }
  throw new StoreUnavailableError(
    `${table}: ${left.length} of ${keys.length} keys were left unread by each of ${MAX_TRIES} batches`,
  );
};

const projectionOf = (attributes: readonly string[]) => {
  const names = attributes.map((attribute, at) => [`#${at}`, attribute] as const);
  return {
    ProjectionExpression: names.map(([placeholder]) => placeholder).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names),
  };
};
