import { parseRegistry } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { loadConfig } from '@recordings/service';
import { Config } from '../src/config.ts';
import { wireFindMissingCalls } from '../src/wire-find-missing-calls.ts';
import { ended, keyOf, minutesBefore, NOON, registry } from './calls.ts';
import { startEmulators } from './environment.ts';
import { makeWiring } from './make-wiring.ts';
import { registryFile } from './test-registry.ts';

const key = keyOf('c-1');
/** Says by mistake that no group is recorded. */
const groups = registryFile.groups.map((group) => ({ ...group, recording: { enabled: false } }));
const wrong = parseRegistry({ ...registryFile, groups });

let emulators: Awaited<ReturnType<typeof startEmulators>>;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());

describe('a registry that is corrected while a run goes on', () => {
  it('explains no call by the value with which the run began', async () => {
    const { variables, clients, prefix } = await emulators.makeEnvironment();
    Object.assign(process.env, variables);
    const { calls } = makeStores(clients.dynamodb, prefix, async () => undefined);
    await calls.change(key, ended({ key, startedAt: minutesBefore(60) }));
    let readings = 0;
    const currentRegistry = () => {
      readings += 1;
      return readings === 1 ? wrong : registry;
    };
    const wiring = makeWiring(currentRegistry, () => Date.parse(NOON));
    const { findMissingCalls } = wireFindMissingCalls(loadConfig(Config, variables), wiring);
    const execution = await findMissingCalls({ isDryRun: false, signal: new AbortController().signal });
    expect(execution).toMatchObject({ totalCallsFound: 1, totalEventsPublished: 1 });
    expect(await calls.get(key)).toMatchObject({ reconciliationStatus: 'queued' });
  });
});
