import type { Command } from 'commander';
import type { End } from '../make-program.ts';
import type { Ops } from '../ops.ts';
import { withActOptions } from './act-options.ts';
import { addDlqCommands } from './dlq/dlq-commands.ts';
import { addProposalCommands } from './proposals/proposal-commands.ts';
import { addQuarantineCommands } from './quarantine/quarantine-commands.ts';
import { type ReopenOptions, reopenCalls } from './reopen/reopen-calls.ts';
import { type RerunOptions, rerunCalls } from './reopen/rerun-calls.ts';
import { addReplayCommands } from './replay/replay-commands.ts';
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
  addRerun(program, ops, end);
  addProposalCommands(program, ops, end);
  addTrafficCommands(program, ops, end);
  addDlqCommands(program, ops, end);
  addReplayCommands(program, ops, end);
  addQuarantineCommands(program, ops, end);
};

const addRerun = (program: Command, ops: Ops, end: End): void => {
  withActOptions(
    program
      .command('rerun')
      .description(
        'makes the missing and given-up calls of a group and time due at once; skips completed ones',
      )
      .requiredOption('--tenant <tenant>', 'the tenant of the calls')
      .option('--group <group>', 'with --from: the OCP group of the calls')
      .option('--from <time>', 'calls that started then or later: a day, a time, today, yesterday, 36h, 7d')
      .option('--to <time>', 'calls that started before', 'now')
      .option('--calls <ids>', 'in place of a range: ids of calls, comma-separated')
      .option('--all', 'more than 100 calls: proposes it, and another person approves it'),
  ).action(async (options: RerunOptions) => end(await rerunCalls(ops, options)));
};
