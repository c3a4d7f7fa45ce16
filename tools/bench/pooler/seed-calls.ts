import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import {
  CallId,
  type CallRecord,
  GroupId,
  markStored,
  parseEvent,
  type Registry,
  recordEvent,
  shifted,
  TenantId,
  type Timestamp,
} from '@recordings/call-record';

/** DynamoDB takes so many items in one request. */
const BATCH = 25;
const PARALLEL = 4;
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
const AUDIO = {
  codec: 'pcm_s16le' as const,
  channels: 1,
  sampleRateHz: 8_000,
  durationMs: 59_000,
  bytes: 944_044,
  sha256: 'a'.repeat(64),
  flags: [],
};
const GROUP = GroupId.parse('Acme_EN');

export type Seed = {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly registry: Registry;
  readonly now: Timestamp;
};

const contextAt = ({ registry }: Pick<Seed, 'registry'>, now: Timestamp) => ({
  group: registry.findGroup(GROUP),
  shardCount: 8,
  now,
  by: 'bench',
});

/** A call whose push is lost. It ended a day ago or earlier: calls start one after the other, a second apart. */
export const makePendingCall = (seed: Pick<Seed, 'registry' | 'now'>, number: number): CallRecord => {
  const key = { tenantId: TenantId.parse('acme'), callId: CallId.parse(`call-${number}`) };
  const timestamp = shifted(seed.now, -DAY_MS - number * SECOND_MS);
  const event = {
    eventType: 'CDR_END',
    callId: key.callId,
    groupId: GROUP,
    timestamp,
    durationMs: 60_000,
    channel: 'voice',
  };
  const parsed = parseEvent(event);
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  return recordEvent(key, parsed.event, contextAt(seed, timestamp))(undefined).next!;
};

/** A call whose recording was pushed. */
export const makeStoredCall = (seed: Pick<Seed, 'registry' | 'now'>, number: number): CallRecord => {
  const pending = makePendingCall(seed, number);
  const { tenantId, callId } = pending;
  const at = pending.callTimestamp;
  const stored = {
    location: { bucket: 'bench-recordings-sales', key: callId },
    audio: AUDIO,
    source: 'REALTIME' as const,
    ...{ receivedAt: at, processedAt: at, storedAt: at },
  };
  return markStored({ tenantId, callId }, stored, contextAt(seed, at))(pending).next!;
};

/** Writes records as they are, over those that exist. */
export const putCalls = async ({ dynamodb, table }: Seed, records: Iterable<CallRecord>): Promise<void> => {
  const batches = batchesOf(records);
  const putInTurn = async (): Promise<void> => {
    for (const batch of batches) await putBatch(dynamodb, table, batch);
  };
  await Promise.all(Array.from({ length: PARALLEL }, putInTurn));
};

function* batchesOf(records: Iterable<CallRecord>): Generator<CallRecord[]> {
  let batch: CallRecord[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

const putBatch = async (
  dynamodb: DynamoDBClient,
  table: string,
  batch: readonly CallRecord[],
): Promise<void> => {
  const requests = batch.map((record) => {
    const item = { pk: `${record.tenantId}#${record.callId}`, sk: 'call', ...record };
    return { PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) } };
  });
  const { UnprocessedItems = {} } = await dynamodb.send(
    new BatchWriteItemCommand({ RequestItems: { [table]: requests } }),
  );
  if (Object.keys(UnprocessedItems).length > 0)
    throw new Error('the emulator did not write all items of a batch');
};
