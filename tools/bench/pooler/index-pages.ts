import { reconciliationIndex } from '@recordings/topology';

/** An item as DynamoDB writes it. */
type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** DynamoDB reads at most 1 MB for a page. */
const PAGE_BYTES = 1_048_576;
const DAY_MS = 86_400_000;

/** Gives pages of pending calls as `ReconciliationIndex` has them: attributes of the index alone, oldest first in a shard. */
export const makeIndexPages = (calls: number, shards: number, nowMs: number) => {
  const perShard = Math.ceil(calls / shards);
  const itemBytes = Buffer.byteLength(JSON.stringify(itemOf('0', 0, nowMs)));
  const perPage = Math.floor(PAGE_BYTES / itemBytes);
  return {
    /** @param from the number of the page's first call in its shard. */
    page: (shard: string, from: number): { readonly items: readonly Item[]; readonly next?: number } => {
      const isUsed = Number(shard) < shards;
      const end = isUsed ? Math.min(from + perPage, perShard) : from;
      const items = Array.from({ length: end - from }, (_, at) =>
        itemOf(shard, from + at, nowMs - DAY_MS - (perShard - from - at) * 1_000),
      );
      return { items, ...(end < perShard && isUsed && { next: end }) };
    },
  };
};

const itemOf = (shard: string, number: number, startedMs: number): Item => {
  const time = (offsetMs: number) => ({ S: new Date(startedMs + offsetMs).toISOString() });
  const id = `${shard.padStart(8, '0')}-${String(number).padStart(12, '0')}`;
  return {
    pk: { S: `acme#${id}` },
    sk: { S: 'call' },
    [reconciliationIndex.partitionKey]: { S: shard },
    [reconciliationIndex.sortKey]: time(0),
    callId: { S: id },
    tenantId: { S: 'acme' },
    groupId: { S: 'Acme_EN' },
    callEndTimestamp: time(180_000),
    hasCdrEnd: { BOOL: true },
    cdrEndReceivedAt: time(181_000),
    createdAt: time(1_000),
    reconciliationStatus: { S: 'pending' },
    reconciliationAttempts: { N: '0' },
    recoverableUntil: time(60 * DAY_MS),
  };
};
