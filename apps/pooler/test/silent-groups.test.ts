import { HOUR_COUNTS_SCHEMA_VERSION, HOUR_MS, shifted, zeroCounts } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { loadConfig, loadRegistry, makeLogger } from '@recordings/service';
import { makeLogSink, metricSum } from '@recordings/test-kit';
import { Config } from '../src/config.ts';
import { wireClosedHours } from '../src/wire-closed-hours.ts';
import { keyOf } from './calls.ts';
import { startEmulators } from './environment.ts';
import { makeWiring } from './make-wiring.ts';

let emulators: Awaited<ReturnType<typeof startEmulators>>;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());

const NOW = '2026-06-15T12:30:00.000Z';
const UNTIL = '2026-06-15T10:00:00.000Z';
const WEEK_HOURS = 168;

describe('a group that falls silent', () => {
  it('is reported by the run that closes the hour in which its calls usually come', async () => {
    const { variables, clients, prefix } = await emulators.makeEnvironment();
    Object.assign(process.env, variables);
    const config = loadConfig(Config, variables);
    const registry = await loadRegistry(config.REGISTRY_FILE);
    const { hourCounts } = makeStores(clients.dynamodb, prefix, async () => undefined);
    const { tenantId } = keyOf('c-1');
    const groupId = registry.groups.find(({ tenant }) => tenant === tenantId)!.name;
    for (const weeks of [1, 2, 3]) {
      for (const hours of [1, 2]) {
        const hour = shifted(UNTIL, -(weeks * WEEK_HOURS + hours) * HOUR_MS);
        const groups = [{ ...zeroCounts(), groupId, calls: 10 }];
        const version = { schemaVersion: HOUR_COUNTS_SCHEMA_VERSION, revision: 1 };
        await hourCounts.put({ tenantId, hour, groups, countedAt: hour, ...version });
      }
    }
    await hourCounts.putProgress(tenantId, { countedUntil: UNTIL, revision: 1 });
    const sink = makeLogSink();
    const log = makeLogger({ service: 'pooler', level: 'warn' }, sink);
    const wiring = makeWiring(
      () => registry,
      () => Date.parse(NOW),
      log,
    );
    const closeHours = wireClosedHours(config, wiring);
    await closeHours(new AbortController().signal);
    expect(sink.logged('group_silent')).toMatchObject([
      { tenantId, groupId, since: '2026-06-08T10:00:00.000Z', silentMinutes: 168 * 60, usualMinutes: 120 },
    ]);
    const exposition = await wiring.metrics.exposition();
    expect(metricSum(exposition, 'groups_silent_total')).toBe(1);
    expect(metricSum(exposition, 'group_silence_minutes')).toBe(168 * 60);
  });
});
