import type { Command } from 'commander';
import type { End } from '../make-program.ts';
import type { Ops } from '../ops.ts';
import { withActOptions } from './act-options.ts';
import { addDlqCommands } from './dlq/dlq-commands.ts';
import { addQuarantineCommands } from './quarantine/quarantine-commands.ts';
import { type ReopenOptions, reopenCalls } from './reopen-calls.ts';
import { addTrafficCommands } from './traffic/traffic-commands.ts';

/** Commands that change something. Each needs a reason, and keeps who did it. */
export const addActCommands = (program: Command, ops: Ops, end: End): void => {
  withActOptions(
    program
      .command('reopen')
      .description('makes calls pending again that were given up or explained, or that wait')
      .argument('<tenant>', 'the tenant of the calls')
      .argument('<call...>', 'ids of calls, at most 100')
      .option('--until <time>', 'OCP keeps the recordings until then: a day, a time, or +3d'),
  ).action(async (tenant: string, calls: string[], options: ReopenOptions) =>
    end(await reopenCalls(ops, tenant, calls, options)),
  );
  addTrafficCommands(program, ops, end);
  addDlqCommands(program, ops, end);
  addQuarantineCommands(program, ops, end);
};
