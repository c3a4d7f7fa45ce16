import type { Command } from 'commander';
import type { End } from '../../make-program.ts';
import type { Ops } from '../../ops.ts';
import { type AddKeyOptions, addKey } from './add-key.ts';
import { listKeys } from './list-keys.ts';
import { retireKey } from './retire-key.ts';

const ADDRESS = 'API_CREDENTIALS: a path, s3://{bucket}/{key} or secretsmanager:{name of a secret}';

/** `keys list`, `add`, `retire`: they print, and a person stores what they print. */
export const addKeysCommands = (program: Command, ops: Ops, end: End): void => {
  const keys = program.command('keys').description('the API keys of callers; these commands store nothing');
  keys
    .command('list')
    .description('the keys of all callers: which are valid, and until when')
    .argument('<address>', ADDRESS)
    .option('--json', 'one JSON array')
    .action(async (address: string, { json }: { readonly json?: boolean }) =>
      end(await listKeys(ops, address, json === true)),
    );
  keys
    .command('add')
    .description('makes a key, and prints it once with its entry for API_CREDENTIALS')
    .argument('<id>', 'a name for the key, as 2027: it is in logs and metrics')
    .option('--not-before <time>', 'refused before: a day, a time, or +3d')
    .option('--expires <time>', 'refused from then on')
    .option('--json', 'one JSON object')
    .action((id: string, options: AddKeyOptions) => end(addKey(ops, id, options)));
  keys
    .command('retire')
    .description('prints API_CREDENTIALS with an end for a key')
    .argument('<address>', ADDRESS)
    .argument('<caller>', 'the name of the caller')
    .argument('<id>', 'the id of the key, as `keys list` names it')
    .option('--at <time>', 'refused from then on: a day, a time, or +3d', 'now')
    .action(async (address: string, caller: string, id: string, { at }: { readonly at: string }) =>
      end(await retireKey(ops, address, caller, id, at)),
    );
};
