import { CallId, TenantId } from './ids.ts';
import { allShards, MAX_SHARDS, shardOf } from './shard-of.ts';

const call = (tenant: string, id: string) => ({ tenantId: TenantId.parse(tenant), callId: CallId.parse(id) });

describe('shardOf', () => {
  it('is stable, so that the next version finds the shards of this one', () => {
    expect(['c-1', 'c-2', 'c-3', 'ñ'].map((id) => shardOf(call('acme', id), 8))).toEqual([
      '3',
      '6',
      '1',
      '7',
    ]);
  });

  it.each([1, 2, 8, 10, MAX_SHARDS])('gives only shards that the pooler reads: %i', (count) => {
    const shards = new Set(allShards(count));
    expect(allShards(MAX_SHARDS)).toEqual(expect.arrayContaining([...shards]));
    for (let n = 0; n < 500; n += 1) expect(shards).toContain(shardOf(call('acme', `c-${n}`), count));
  });

  it.each([
    ['sequential ids', (n: number) => `1736937000${String(n).padStart(6, '0')}`],
    ['uuid-like ids', (n: number) => `6f1c2a9e-0000-4000-8000-${n.toString(16).padStart(12, '0')}`],
  ])('spreads %s evenly', (_, idOf) => {
    const counts = new Map<string, number>();
    const calls = 8_000;
    for (let n = 0; n < calls; n += 1) {
      const shard = shardOf(call('acme', idOf(n)), 8);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(allShards(8));
    for (const count of counts.values()) {
      expect(count).toBeGreaterThan((calls / 8) * 0.7);
      expect(count).toBeLessThan((calls / 8) * 1.3);
    }
  });

  it('spreads one call id over tenants', () => {
    const shards = new Set(Array.from({ length: 40 }, (_, n) => shardOf(call(`t${n}`, 'c-1'), 8)));
    expect(shards.size).toBe(8);
  });
});
