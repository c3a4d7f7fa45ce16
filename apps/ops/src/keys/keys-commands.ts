import { Argument, type Command } from 'commander';
import { withActOptions } from '../act/act-options.ts';
import type { End } from '../make-program.ts';
import type { Ops } from '../ops.ts';
import { KEYED_SERVICES, type KeyedService } from '../options/credentials-place.ts';
import { type AddKeyOptions, addKey } from './add-key.ts';
import { listKeys } from './list-keys.ts';
import { type RetireOptions, retireKey } from './retire-key.ts';

const service = (name: string): Argument =>
  new Argument(name, 'the service that the key opens').choices(KEYED_SERVICES);

/** `keys list`, `add`, `retire`: the API keys of those who call our services. */
export const addKeysCommands = (program: Command, ops: Ops, end: End): void => {
  const keys = program.command('keys').description('the API keys of callers');
  keys
    .command('list')
    .description('the keys of all callers: which are valid, until when, and when they were used last')
    .addArgument(service('[service]'))
    .option('--json', 'one JSON array')
    .action(async (of: KeyedService | undefined, { json }: { readonly json?: boolean }) =>
      end(await listKeys(ops, of, json === true)),
    );
  withActOptions(
    keys
      .command('add')
      .description('makes a key beside the old one, stores its hash, and prints the key once')
      .addArgument(service('<service>'))
      .argument('<caller>', 'the name of the caller, as `keys list` names it')
      .argument('<id>', 'a name for the key, as 2027: it is in logs and metrics')
      .option('--not-before <time>', 'refused before: a day, a time, or +3d')
      .option('--expires <time>', 'refused from then on'),
  ).action(async (of: KeyedService, caller: string, id: string, options: AddKeyOptions) =>
    end(await addKey(ops, { service: of, caller, id }, options)),
  );
  withActOptions(
    keys
      .command('retire')
      .description('ends a key that is idle')
      .addArgument(service('<service>'))
      .argument('<caller>', 'the name of the caller')
      .argument('<id>', 'the id of the key, as `keys list` names it')
      .option('--at <time>', 'refused from then on: a day, a time, or +3d', 'now')
      .option('--even-if-used', 'also a key that was used within the last 24 hours')
      .option('--even-if-never-seen', 'also a key of which no use is recorded: it may be in use'),
  ).action(async (of: KeyedService, caller: string, id: string, options: RetireOptions) =>
    end(await retireKey(ops, { service: of, caller, id }, options)),
  );
};
