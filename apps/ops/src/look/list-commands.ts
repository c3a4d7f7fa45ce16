import { CallList } from '@recordings/call-record';
import { type Command, Option } from 'commander';
import type { End } from '../make-program.ts';
import type { Ops } from '../ops.ts';
import { type ListOptions, listCalls } from './list-calls.ts';

/** Lists of calls by state, and `find`, which asks for any. */
export const addListCommands = (program: Command, ops: Ops, end: End): void => {
  const lists = [
    ['missing', 'calls whose recording is still to be recovered: why, since when', 'missing'],
    ['given-up', 'calls whose recording could not be recovered in time', 'given-up'],
    ['quarantined', 'calls of which rejected bytes are kept, and none stored', 'quarantined'],
  ] as const;
  for (const [name, description, state] of lists) {
    withListOptions(program.command(name).description(description), '60d').action(
      async (options: ListOptions) => end(await listCalls(ops, { ...options, state })),
    );
  }
  withListOptions(program.command('find').description('calls of a tenant, group and time'), '1d')
    .addOption(new Option('--state <state>', 'only calls of this list').choices(CallList.options))
    .action(async (options: ListOptions) => end(await listCalls(ops, options)));
};

const withListOptions = (command: Command, from: string): Command =>
  command
    .option('--tenant <tenant>', 'only this tenant; else all of the registry')
    .option('--group <group>', 'only this OCP group')
    .option('--lob <line>', 'only this line of business')
    .option(
      '--from <time>',
      'calls that started then or later: a day, a time, today, yesterday, 36h, 7d',
      from,
    )
    .option('--to <time>', 'calls that started before', 'now')
    .option('--limit <n>', 'calls that are printed at most', '1000')
    .option('--json', 'one JSON object a call, each on its line');
