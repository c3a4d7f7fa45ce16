import type { Command } from 'commander';
import type { End } from '../../make-program.ts';
import type { Ops } from '../../ops.ts';
import { readCount } from '../../options/read-count.ts';
import type { ActOptions } from '../act.ts';
import { withActOptions } from '../act-options.ts';
import { discardWindows } from './discard-windows.ts';
import type { EventsFilter } from './events/kept-events.ts';
import { replayEvents } from './events/replay-events.ts';
import type { WindowFilter } from './kept-windows.ts';
import { listWindows, showWindow } from './list-windows.ts';
import { redriveWindows } from './redrive-windows.ts';

type FilterOptions = { readonly tenant?: string; readonly limit: string };

const MAX_WINDOWS = 100;

/** `replay list`, `show`, `redrive`, `discard`: windows. `replay events`. */
export const addReplayCommands = (program: Command, ops: Ops, end: End): void => {
  const replay = program
    .command('replay')
    .description('windows that the pooler could not publish, and events in quarantine');
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
  addEvents(replay, ops, end);
};

/** Objects, each with the events of one request. */
const MAX_OBJECTS = 10_000;

const addEvents = (replay: Command, ops: Ops, end: End): void => {
  withActOptions(
    replay
      .command('events')
      .description('records events in quarantine that can be read now, after a correction')
      .option('--with-reason <reason>', 'only events with this reason')
      .option('--tenant <tenant>', 'only events of this tenant, or of a sender that reaches it')
      .option('--limit <n>', `objects at most, up to ${MAX_OBJECTS}`, '1000'),
  ).action(async (options: FilterOptions & ActOptions & { readonly withReason?: string }) =>
    end(await replayEvents(ops, eventsFilterOf(options), options)),
  );
};

const eventsFilterOf = (options: FilterOptions & { readonly withReason?: string }): EventsFilter => ({
  ...(options.withReason !== undefined && { reason: options.withReason }),
  ...(options.tenant !== undefined && { tenant: options.tenant }),
  limit: readCount('--limit', options.limit, MAX_OBJECTS),
});

const withFilter = (command: Command): Command =>
  command
    .option('--tenant <tenant>', 'only windows of this tenant')
    .option('--limit <n>', `windows at most, up to ${MAX_WINDOWS}`, String(MAX_WINDOWS));

const filterOf = ({ tenant, limit }: FilterOptions): WindowFilter => ({
  ...(tenant !== undefined && { tenant }),
  limit: readCount('--limit', limit, MAX_WINDOWS),
});
