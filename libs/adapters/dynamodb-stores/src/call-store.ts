import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  announcementsOf,
  CALL_RECORD_SCHEMA_VERSION,
  type CallChange,
  type CallKey,
  CallRecord,
  isTombstone,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';
import { batchGet } from './batch-get.ts';
import { makeSdkItemClient } from './item-client.ts';
import { makeJoiningItemClient } from './join-writes.ts';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';
import { readItem } from './read-item.ts';
import { makeRecentItems } from './recent-items.ts';
import { makeSignedItemClient, type SignedHttp } from './signed-dynamodb.ts';
import { makeVersionedTable } from './versioned-table.ts';

/** Sends a change of a call to the audit archive. It resolves when the message is durable. */
export type Announce = (change: CallChange) => Promise<void>;

/**
 * `current` is undefined for a call that is likely to have no record. `isRead`: it comes from a strong read for this change,
 * so that a change that writes nothing needs no other.
 */
export type LikelyRecord = { readonly current: CallRecord | undefined; readonly isRead?: boolean };

export type CallStoreDeps = {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly reconciliationIndex: string;
  readonly announce: Announce;
  /** Without it all requests are sent by the SDK. */
  readonly signedHttp?: SignedHttp;
  /** For the records that this process wrote last, so that the next change of a call needs no read. Default: none. */
  readonly recentBytes?: number;
  /** Whether changes that are written at the same moment share requests. The role needs `dynamodb:PartiQLUpdate`. */
  readonly joinsWrites?: boolean;
};

export type CallStore = {
  /** Whether the table answers: the readiness of a service rests on it. */
  isReachable(): Promise<boolean>;
  /** A strong read of one call, without the table's own `pk` and `sk`. A call that has moved to another tenant is absent. */
  get(key: CallKey): Promise<CallRecord | undefined>;
  /** The same, also of a tombstone: the record of a call that has moved. */
  read(key: CallKey): Promise<CallRecord | undefined>;
  /**
   * Strong reads of several calls in few requests, in the order of the keys. Undefined: the item cannot be read, or the call
   * has moved.
   */
  getAll(keys: readonly CallKey[]): Promise<(LikelyRecord | undefined)[]>;
  /**
   * Applies a transition in one conditional write. Attributes that this version does not know stay. The change is
   * announced before it is written, so a crash between the two leaves no change that the archive does not know.
   *
   * @param likely what the record is likely to be, in place of the first read. Only a write that succeeds proves it. With
   * `recentBytes` the same holds for the record as this process wrote it last.
   */
  change<R>(key: CallKey, transition: Transition<R>, likely?: LikelyRecord): Promise<R>;
  /** The calls of one shard of the sparse index that started before `until`, oldest first, in pages. Eventual. */
  pendingCalls(shard: string, until: Timestamp): AsyncIterable<readonly Record<string, unknown>[]>;
};

/** One that cannot be read or has moved does not stop the others. Its own read says so. */
const getCalls = async (
  documents: DynamoDBDocumentClient,
  table: string,
  keys: readonly CallKey[],
): Promise<(LikelyRecord | undefined)[]> => {
  const items = await batchGet(documents, table, keys.map(itemKey));
  const byPartition = new Map(items.map((item) => [item['pk'], item]));
  return keys.map(itemKey).map(({ pk }) => {
    const item = byPartition.get(pk);
    if (!item) return { current: undefined, isRead: true };
    try {
      const current = readItem(CallRecord, item, `${table} ${pk}`, CALL_RECORD_SCHEMA_VERSION);
      return isTombstone(current) ? undefined : { current, isRead: true };
    } catch {
      return undefined;
    }
  });
};

const itemKey = ({ tenantId, callId }: CallKey) => ({ pk: `${tenantId}#${callId}`, sk: 'call' });

export const makeCallStore = (deps: CallStoreDeps): CallStore => {
  const { dynamodb, table, reconciliationIndex, announce } = deps;
  const documents = makeDocumentClient(dynamodb);
  const sdk = makeSdkItemClient(dynamodb);
  const single = deps.signedHttp ? makeSignedItemClient(dynamodb, deps.signedHttp, sdk) : sdk;
  const items = deps.joinsWrites ? makeJoiningItemClient(dynamodb, single) : single;
  const recent = deps.recentBytes ? makeRecentItems(deps.recentBytes) : undefined;
  const calls = makeVersionedTable(items, table, CallRecord, CALL_RECORD_SCHEMA_VERSION, recent);
  return {
    // Any key will do: "no such item" is an answer too.
    isReachable: () =>
      calls.get({ pk: 'readiness', sk: 'readiness' }).then(
        () => true,
        () => false,
      ),
    get: async (key) => {
      const record = await calls.get(itemKey(key));
      return record && isTombstone(record) ? undefined : record;
    },
    read: (key) => calls.get(itemKey(key)),
    getAll: (keys) => getCalls(documents, table, keys),
    change: (key, transition, likely) =>
      calls.change(itemKey(key), transition, {
        likely,
        beforeWrite: async (current, next) => {
          await Promise.all(announcementsOf(current, next).map(announce));
        },
      }),
    pendingCalls: (shard, until) =>
      queryPages(documents, {
        TableName: table,
        IndexName: reconciliationIndex,
        KeyConditionExpression: 'reconciliationShard = :shard AND callTimestamp < :until',
        ExpressionAttributeValues: { ':shard': shard, ':until': until },
      }),
  };
};
