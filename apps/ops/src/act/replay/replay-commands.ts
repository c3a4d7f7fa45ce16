import type { Command } from 'commander';
import type { End } from '../../make-program.ts';
import type { Ops } from '../../ops.ts';
import { readCount } from '../../options/read-count.ts';
import type { ActOptions } from '../act.ts';
import { withActOptions } from '../act-options.ts';
import { discardWindows } from './discard-windows.ts';
import type { WindowFilter } from './kept-windows.ts';
import { listWindows, showWindow } from './list-windows.ts';
import { redriveWindows } from './redrive-windows.ts';

type FilterOptions = { readonly tenant?: string; readonly limit: string };

const MAX_WINDOWS = 100;

/** `replay list`, `show`, `redrive`, `discard`. */
export const addReplayCommands = (program: Command, ops: Ops, end: End): void => {
  const replay = program.command('replay').description('windows that the pooler could not publish');
  withFilter(replay.command('list').description('the windows that wait'))
    .option('--json', 'one JSON object each')
    .action(async (options: FilterOptions & { readonly json?: boolean }) =>
      end(await listWindows(ops, filterOf(options), options.json === true)),
    );
  replay
    .command('show')
    .description('one window, and how many of its calls still wait for it, as JSON')
    .argument('<key>', 'its key, as `replay list` names it')
    .action(async (key: string) => end(await showWindow(ops, key)));
  for (const [name, description, run] of [
    ['redrive', 'publishes windows again', redriveWindows],
    ['discard', 'hides windows from the list; they stay in the bucket', discardWindows],
  ] as const) {
    withActOptions(
      withFilter(replay.command(name).description(description)).argument(
        '[key...]',
        'their keys, as `replay list` names them; else --tenant',
      ),
    ).action(async (keys: string[], options: FilterOptions & ActOptions) =>
      end(await run(ops, keys, filterOf(options), options)),
    );
  }
};

const withFilter = (command: Command): Command =>
  command
    .option('--tenant <tenant>', 'only windows of this tenant')
    .option('--limit <n>', `windows at most, up to ${MAX_WINDOWS}`, String(MAX_WINDOWS));

const filterOf = ({ tenant, limit }: FilterOptions): WindowFilter => ({
  ...(tenant !== undefined && { tenant }),
  limit: readCount('--limit', limit, MAX_WINDOWS),
});
