import { closedUntil, HOUR_MS, timestampOf } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { loadConfig, loadRegistry } from '@recordings/service';
import { Config } from '../src/config.ts';
import { wireCountHours } from '../src/wire-count-hours.ts';
import { keyOf } from './calls.ts';
import { startEmulators } from './environment.ts';
import { makeWiring } from './make-wiring.ts';

let emulators: Awaited<ReturnType<typeof startEmulators>>;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());

describe('counting of closed hours', () => {
  it('counts no open hour if the clock of the process is hours ahead', async () => {
    const { variables, clients, prefix } = await emulators.makeEnvironment();
    Object.assign(process.env, variables);
    const config = loadConfig(Config, variables);
    const corrected = (): number => Date.now() - 3 * HOUR_MS;
    const registry = await loadRegistry(config.REGISTRY_FILE);
    const countHours = wireCountHours(
      config,
      makeWiring(() => registry, corrected),
    );
    await countHours(new AbortController().signal);
    const { hourCounts } = makeStores(clients.dynamodb, prefix, async () => undefined);
    const progress = await hourCounts.getProgress(keyOf('c-1').tenantId);
    expect(progress?.countedUntil).toBe(closedUntil(timestampOf(corrected())));
  });
});
