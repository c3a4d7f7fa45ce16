import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CallKey, CallRecord, type Timestamp, type Transition } from '@recordings/call-record';
import { makeDocumentClient, makeVersionedTable, queryPages, type Key } from './versioned-table.ts';

export type CallStoreDeps = {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly reconciliationIndex: string;
};

export type CallStore = {
  /** Whether the table answers. */
  isReachable(): Promise<boolean>;
  /** A strong read of one call. */
  get(key: CallKey): Promise<CallRecord | undefined>;
  /** Applies a transition in one conditional write. */
  change<R>(key: CallKey, transition: Transition<R>): Promise<R>;
  /** Pages of the calls of one shard of the sparse index that started before `until`, oldest first. Eventual. */
  pendingCalls(shard: string, until: Timestamp): AsyncIterable<readonly Record<string, unknown>[]>;
};

const itemKey = ({ tenantId, callId }: CallKey): Key => ({ pk: `${tenantId}#${callId}`, sk: 'call' });

export const makeCallStore = ({ dynamodb, table, reconciliationIndex }: CallStoreDeps): CallStore => {
  const documents = makeDocumentClient(dynamodb);
  const calls = makeVersionedTable(documents, table, CallRecord);
  return {
    // Any key will do: that there is no such item is an answer.
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
