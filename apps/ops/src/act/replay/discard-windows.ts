import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { type ActOptions, act } from '../act.ts';
import { chooseWindows } from './choose-windows.ts';
import { openKeptWindows, type WindowFilter } from './kept-windows.ts';

type Discarded = { readonly discarded: readonly string[] };

/** Hides windows from the list. They stay in the bucket, and a copy of each is kept with the action. */
export const discardWindows = async (
  ops: Ops,
  keys: readonly string[],
  filter: WindowFilter,
  options: ActOptions,
): Promise<ExitStatus> => {
  const windows = await chooseWindows(ops, keys, filter);
  if (windows.length === 0) {
    ops.terminal.complain('No such window waits in the bucket replay.');
    return exitStatus.nothingFound;
  }
  const discarded = windows.map(({ key }) => key);
  const { handle } = openKeptWindows((await ops.open()).config);
  return act<Discarded>(ops, options, {
    command: 'replay discard',
    about: { windows: windows.map(({ key, content }) => ({ key, content })) },
    plan: {
      text: `To be hidden from the list: ${windows.length} windows. Their calls are taken by a later execution of the pooler.`,
      json: { windows: discarded },
    },
    run: async (by) => {
      for (const key of discarded) {
        await handle(key, { what: 'discarded', by, reason: options.reason, at: ops.now() });
      }
      return { discarded };
    },
    render: () => `Windows hidden: ${discarded.length}. They stay in the bucket.`,
  });
};
