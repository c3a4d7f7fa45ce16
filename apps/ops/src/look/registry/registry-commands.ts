import type { Command } from 'commander';
import type { End } from '../../make-program.ts';
import type { Ops } from '../../ops.ts';
import { checkRegistry } from './check-registry.ts';
import { diffRegistries } from './diff-registries.ts';

type JsonOption = { readonly json?: boolean };

const ADDRESS = 'a path, s3://{bucket}/{key} or ssm:{name of a parameter}';

/** `registry check`: whether services take it. `registry diff`: what it would change. */
export const addRegistryCommands = (program: Command, ops: Ops, end: End): void => {
  const registry = program
    .command('registry')
    .description('the registry of OCP groups, before it is uploaded');
  registry
    .command('check')
    .description('whether a registry is valid, or each of its faults; ends with 1 if it is not valid')
    .argument('<address>', ADDRESS)
    .option('--json', 'one JSON object')
    .action(async (address: string, { json }: JsonOption) =>
      end(await checkRegistry(ops, address, json === true)),
    );
  registry
    .command('diff')
    .description('what changes with a new registry, and what must be there first')
    .argument('<old>', `the registry in use: ${ADDRESS}`)
    .argument('<new>', 'the registry to be used')
    .option('--json', 'one JSON object')
    .action(async (before: string, after: string, { json }: JsonOption) =>
      end(await diffRegistries(ops, before, after, json === true)),
    );
};
