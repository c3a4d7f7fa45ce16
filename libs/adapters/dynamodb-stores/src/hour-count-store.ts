import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  GroupId,
  HOUR_COUNTS_SCHEMA_VERSION,
  HourCounts,
  RECOUNT_DUE,
  shifted,
  TenantId,
  Timestamp,
} from '@recordings/call-record';
import type { GroupKey } from '@recordings/reconciliation';
import { z } from 'zod';
import { awaitAnswer } from './await-answer.ts';
import { type Key, makeSdkItemClient } from './item-client.ts';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';
import { readItem } from './read-item.ts';
import { makeVersionedTable } from './versioned-table.ts';

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
  /** Marks an hour to be counted again. It counts the revision up, so that a running count cannot remove the mark. */
  mark(key: HourKey): Promise<void>;
  /** Marked hours that began at `until` or earlier, the oldest first, at most `limit`. Eventual. */
  marked(until: Timestamp, limit: number): Promise<HourKey[]>;
  /** The counted and marked hours of a tenant that began in `[from, to)`, in their order. Eventual. */
  range(tenantId: TenantId, from: Timestamp, to: Timestamp): Promise<HourCounts[]>;
  /** A strong read. */
  getProgress(tenantId: TenantId): Promise<Progress | undefined>;
  /** Writes if the stored revision is the one before `next`'s. @returns whether it was written. */
  putProgress(tenantId: TenantId, next: Progress): Promise<boolean>;
  /** Keeps tenants under which senders have calls of unregistered groups. */
  addUnregisteredTenants(tenantIds: readonly TenantId[]): Promise<void>;
  unregisteredTenants(): Promise<TenantId[]>;
  /** Keeps that a listing confirms an hour of a group. The first one counts. */
  confirm(confirmed: Confirmation): Promise<void>;
  /** Hours of a group that began in `[from, to)` and that a listing confirms. Eventual. */
  confirmed(group: GroupKey, from: Timestamp, to: Timestamp): Promise<ConfirmedHour[]>;
};

/** A trusted and complete listing of OCP names every recording of a group that started in an hour. */
const ConfirmedHour = z.looseObject({
  tenantId: TenantId,
  groupId: GroupId,
  hour: Timestamp,
  /** Recordings of the hour that the listing named. */
  listed: z.int(),
  exportJobId: z.string(),
  revision: z.int(),
});
export type ConfirmedHour = z.infer<typeof ConfirmedHour>;

export type Confirmation = GroupKey & Pick<ConfirmedHour, 'hour' | 'listed' | 'exportJobId'>;

const HourKey = z.object({ tenantId: TenantId, hour: Timestamp });
const itemKey = ({ tenantId, hour }: HourKey): Key => ({ pk: tenantId, sk: `hour#${hour}` });
const confirmedKey = ({ tenantId, groupId, hour }: GroupKey & HourKey): Key => ({
  pk: `${tenantId}#${groupId}`,
  sk: `hour#${hour}`,
});
/** No tenant has the key: an id has no `#`. */
const tenantsKey: Key = { pk: '#unregistered', sk: 'tenants' };
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
  const confirmations = makeVersionedTable(items, table, ConfirmedHour);
  return {
    get: (key) => hours.get(itemKey(key)),
    put: (next) => hours.put(itemKey(next), next),
    mark: async (key) => {
      await awaitAnswer(documents.send(new UpdateCommand({ TableName: table, ...markOf(key) })));
    },
    marked: (until, limit) => findMarked(documents, deps, until, limit),
    range: (tenantId, from, to) => readHours(documents, table, HourCounts, { pk: tenantId, from, to }),
    getProgress: (tenantId) => progress.get(progressKey(tenantId)),
    putProgress: (tenantId, next) => progress.put(progressKey(tenantId), next),
    addUnregisteredTenants: async (tenantIds) => {
      const added = { ':tenants': new Set<string>(tenantIds) };
      const update = { UpdateExpression: 'ADD tenantIds :tenants', ExpressionAttributeValues: added };
      await awaitAnswer(documents.send(new UpdateCommand({ TableName: table, Key: tenantsKey, ...update })));
    },
    unregisteredTenants: async () => {
      const { Item } = await awaitAnswer(
        documents.send(new GetCommand({ TableName: table, Key: tenantsKey })),
      );
      const names = (Item?.['tenantIds'] ?? []) as Iterable<unknown>;
      return [...names].flatMap((name) => TenantId.safeParse(name).data ?? []);
    },
    confirm: async (confirmed) => {
      await confirmations.put(confirmedKey(confirmed), { ...confirmed, revision: 1 });
    },
    confirmed: ({ tenantId, groupId }, from, to) =>
      readHours(documents, table, ConfirmedHour, { pk: `${tenantId}#${groupId}`, from, to }),
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

/** The items of a partition whose hour began in `[from, to)`. */
const readHours = async <S extends z.ZodType>(
  documents: DynamoDBDocumentClient,
  table: string,
  schema: S,
  { pk, from, to }: { readonly pk: string; readonly from: Timestamp; readonly to: Timestamp },
): Promise<z.infer<S>[]> => {
  const found: z.infer<S>[] = [];
  const pages = queryPages(documents, {
    TableName: table,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    // BETWEEN includes its end, the range does not. Times are whole milliseconds.
    ExpressionAttributeValues: { ':pk': pk, ':from': `hour#${from}`, ':to': `hour#${shifted(to, -1)}` },
  });
  for await (const page of pages) {
    const read = page.map((item) =>
      readItem(schema, item, `${table} ${pk} ${item['sk']}`, HOUR_COUNTS_SCHEMA_VERSION),
    );
    found.push(...read);
  }
  return found;
};

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
