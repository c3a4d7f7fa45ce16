import type { CallKey } from './ids.ts';

/**
 * The largest number of write shards. The pooler reads all of them, whatever the configured number: a call stays in the
 * shard that it was written to. An empty shard costs one query, half a read unit.
 */
export const MAX_SHARDS = 64;

/**
 * The write shard of a call in the reconciliation index: one partition takes 1,000 writes a second, so pending
 * calls are spread over `shardCount` of them. The hash is FNV-1a over the key: stable, and it separates similar ids.
 */
export const shardOf = ({ tenantId, callId }: CallKey, shardCount: number): string => {
  let hash = 0x811c9dc5;
  for (const character of `${tenantId}#${callId}`) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return String(hash % shardCount);
};

/** Every shard's key, in order. */
export const allShards = (shardCount: number): string[] =>
  Array.from({ length: shardCount }, (_, n) => String(n));
