import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  HOUR_COUNTS_SCHEMA_VERSION,
  HourCounts,
  RECOUNT_DUE,
  shifted,
  TenantId,
  Timestamp,
} from '@recordings/call-record';
import { z } from 'zod';
import { awaitAnswer } from './await-answer.ts';
import { makeSdkItemClient } from './item-client.ts';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';
import { readItem } from './read-item.ts';
import { type Key, makeVersionedTable } from './versioned-table.ts';

/** An hour of a tenant, by its beginning. */
export type HourKey = { readonly tenantId: TenantId; readonly hour: Timestamp };

/** How far the hours of a tenant are counted. */
const Progress = z.looseObject({ countedUntil: Timestamp, revision: z.int() });
export type Progress = z.infer<typeof Progress>;

export type HourCountStore = {
  /** A strong read. */
  get(key: HourKey): Promise<HourCounts | undefined>;
  /** Writes if the stored revision is the one before `next`'s. @returns whether it was written. */
  put(next: HourCounts): Promise<boolean>;
  /** Marks an hour to be counted again. It counts the revision up without a read, so that a count that runs is not written. */
  mark(key: HourKey): Promise<void>;
  /** Marked hours that began at `until` or earlier, the oldest first, at most `limit`. Eventual. */
  marked(until: Timestamp, limit: number): Promise<HourKey[]>;
  /** The counted and marked hours of a tenant that began in `[from, to)`, in their order. Eventual. */
  range(tenantId: TenantId, from: Timestamp, to: Timestamp): Promise<HourCounts[]>;
  /** A strong read. */
  getProgress(tenantId: TenantId): Promise<Progress | undefined>;
  /** Writes if the stored revision is the one before `next`'s. @returns whether it was written. */
  putProgress(tenantId: TenantId, next: Progress): Promise<boolean>;
};

const HourKey = z.object({ tenantId: TenantId, hour: Timestamp });
const itemKey = ({ tenantId, hour }: HourKey): Key => ({ pk: tenantId, sk: `hour#${hour}` });
const progressKey = (tenantId: TenantId): Key => ({ pk: tenantId, sk: 'progress' });

export const makeHourCountStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly recountIndex: string;
}): HourCountStore => {
  const { table } = deps;
  const documents = makeDocumentClient(deps.dynamodb);
  const items = makeSdkItemClient(deps.dynamodb);
  const hours = makeVersionedTable(items, table, HourCounts, HOUR_COUNTS_SCHEMA_VERSION);
  const progress = makeVersionedTable(items, table, Progress);
  return {
    get: (key) => hours.get(itemKey(key)),
    put: (next) => hours.put(itemKey(next), next),
    mark: async (key) => {
      await awaitAnswer(documents.send(new UpdateCommand({ TableName: table, ...markOf(key) })));
    },
    marked: (until, limit) => findMarked(documents, deps, until, limit),
    range: (tenantId, from, to) => readRange(documents, table, { tenantId, from, to }),
    getProgress: (tenantId) => progress.get(progressKey(tenantId)),
    putProgress: (tenantId, next) => progress.put(progressKey(tenantId), next),
  };
};

const findMarked = async (
  documents: DynamoDBDocumentClient,
  { table, recountIndex }: { readonly table: string; readonly recountIndex: string },
  until: Timestamp,
  limit: number,
): Promise<HourKey[]> => {
  const found: HourKey[] = [];
  const pages = queryPages(documents, {
    TableName: table,
    IndexName: recountIndex,
    KeyConditionExpression: 'recountState = :due AND #hour <= :until',
    ExpressionAttributeNames: { '#hour': 'hour' },
    ExpressionAttributeValues: { ':due': RECOUNT_DUE, ':until': until },
    Limit: limit,
  });
  for await (const page of pages) {
    found.push(...page.flatMap((item) => HourKey.safeParse(item).data ?? []));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
};

const readRange = async (
  documents: DynamoDBDocumentClient,
  table: string,
  { tenantId, from, to }: { readonly tenantId: TenantId; readonly from: Timestamp; readonly to: Timestamp },
): Promise<HourCounts[]> => {
  const found: HourCounts[] = [];
  const pages = queryPages(documents, {
    TableName: table,
    KeyConditionExpression: 'pk = :tenant AND sk BETWEEN :from AND :to',
    // BETWEEN includes its end, the range does not. Times are whole milliseconds.
    ExpressionAttributeValues: {
      ':tenant': tenantId,
      ':from': `hour#${from}`,
      ':to': `hour#${shifted(to, -1)}`,
    },
  });
  for await (const page of pages) found.push(...page.map((item) => readCounts(table, item)));
  return found;
};

const readCounts = (table: string, item: Record<string, unknown>): HourCounts =>
  readItem(HourCounts, item, `${table} ${item['pk']} ${item['sk']}`, HOUR_COUNTS_SCHEMA_VERSION);

const markOf = (key: HourKey) => ({
  Key: itemKey(key),
  UpdateExpression:
    'SET tenantId = :tenant, #hour = :hour, recountState = :due, schemaVersion = if_not_exists(schemaVersion, :version) ADD revision :one',
  ExpressionAttributeNames: { '#hour': 'hour' },
  ExpressionAttributeValues: {
    ':tenant': key.tenantId,
    ':hour': key.hour,
    ':due': RECOUNT_DUE,
    ':version': HOUR_COUNTS_SCHEMA_VERSION,
    ':one': 1,
  },
});
