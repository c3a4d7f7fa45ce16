import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CallKey, CallRecord, type Timestamp, type Transition } from '@recordings/call-record';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';
import { type Key, makeVersionedTable } from './versioned-table.ts';

export type CallStoreDeps = {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly reconciliationIndex: string;
};

export type CallStore = {
  /** Whether the table answers: the readiness of a service rests on it. */
  isReachable(): Promise<boolean>;
  /** A strong read of one call, without the table's own `pk` and `sk`. */
  get(key: CallKey): Promise<CallRecord | undefined>;
  /** Applies a transition in one conditional write. Attributes that this version does not know stay. */
  change<R>(key: CallKey, transition: Transition<R>): Promise<R>;
  /** The calls of one shard of the sparse index that started before `until`, oldest first, in pages. Eventual. */
  pendingCalls(shard: string, until: Timestamp): AsyncIterable<readonly Record<string, unknown>[]>;
};

const itemKey = ({ tenantId, callId }: CallKey): Key => ({ pk: `${tenantId}#${callId}`, sk: 'call' });

export const makeCallStore = ({ dynamodb, table, reconciliationIndex }: CallStoreDeps): CallStore => {
  const documents = makeDocumentClient(dynamodb);
  const calls = makeVersionedTable(documents, table, CallRecord);
  return {
    // Any key will do: "no such item" is an answer too.
    isReachable: () =>
      calls.get({ pk: 'readiness', sk: 'readiness' }).then(
        () => true,
        () => false,
      ),
    get: (key) => calls.get(itemKey(key)),
    change: (key, transition) => calls.change(itemKey(key), transition),
    pendingCalls: (shard, until) =>
      queryPages(documents, {
        TableName: table,
        IndexName: reconciliationIndex,
        KeyConditionExpression: 'reconciliationShard = :shard AND callTimestamp < :until',
        ExpressionAttributeValues: { ':shard': shard, ':until': until },
      }),
  };
};
