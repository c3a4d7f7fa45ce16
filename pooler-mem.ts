import { parseRegistry } from '@recordings/call-record';
import { makeFindMissingCalls } from '@recordings/missing-calls';
const COUNT = Number(process.argv[2] ?? 1_000_000);
const registry = parseRegistry({ version: 1, tenants: [{ id: 'acme', name: 'Acme' }], linesOfBusiness: [{ id: 'cards', name: 'Cards' }],
 exportProfiles: { omilia: { minRangeMinutes: 60, maxRangeMinutes: 2880, alignMinutes: 60, runningJobsPerGroup: 1, jobLifeMinutes: 1440, selectsBy: 'unknown', settleMinutes: 120 } },
 groups: [{ name: 'G', tenant: 'acme', lineOfBusiness: { default: 'cards' }, recording: { enabled: true }, credentials: 'acme-ocp', exportProfile: 'omilia' }] });
let peak = 0;
const now = '2026-02-01T00:00:00.000Z';
async function* pages() {
  for (let page = 0; page < COUNT / 2_000; page += 1) {
    const items = Array.from({ length: 2_000 }, (_, n) => { const at = page * 2_000 + n; const t = new Date(Date.UTC(2026, 0, 5) + (at * 7919 % 2_000_000) * 1000).toISOString(); return { tenantId: 'acme', callId: `call-${at}`, groupId: 'G', callTimestamp: t, callEndTimestamp: t, hasCdrEnd: true, cdrEndReceivedAt: t, createdAt: t, reconciliationStatus: 'pending', reconciliationAttempts: 0, recoverableUntil: '2026-03-10T00:00:00.000Z' }; });
    await new Promise((r) => setImmediate(r));
    peak = Math.max(peak, process.memoryUsage().rss);
    yield items;
  }
}
const find = makeFindMissingCalls({ claim: { take: async () => true, release: async () => undefined }, calls: { change: async () => 'queued' as never, pendingCalls: pages }, reconciliations: { get: async () => undefined }, publish: async (w) => ({ published: w.map(({ id }) => ({ id, messageId: id })), failed: [] }), keepForReplay: async () => undefined, registry, shards: ['0'], shardCount: 1,
 policy: { candidates: { bufferMs: 300_000, lookbackMs: 604_800_000, missingEndAfterMs: 86_400_000, staleAfterMs: 1_800_000, includeFailed: true, urgentMarginMs: 259_200_000, expiryMarginMs: 10_800_000, promptAttempts: 3 }, sizing: { isDynamic: true, defaultMs: 300_000, minMs: 60_000, maxMs: 900_000 }, maxCalls: 1_000, maxCallsPerWindow: 100, maxAttempts: 3, audioFormat: 'wav' },
 now: () => now, makeId: () => crypto.randomUUID(), note: () => undefined } as never);
const t = performance.now();
console.log(await find({ isDryRun: false, signal: new AbortController().signal }), (performance.now() - t) / 1000, 's', 'peak MB', peak / 1e6);
