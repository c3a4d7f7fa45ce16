import type { Command } from 'commander';
import type { End } from '../../make-program.ts';
import type { Ops } from '../../ops.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import { withActOptions } from '../act-options.ts';
import { type LimitOptions, limitTraffic } from './limit-traffic.ts';
import { type PauseOptions, pauseTraffic } from './pause-traffic.ts';
import { type ResumeOptions, resumeTraffic } from './resume-traffic.ts';
import { showBudget } from './show-budget.ts';

const UNTIL = 'when it ends by itself, at most a day ahead: 2h, or a time';

/** `pause`, `resume`, `budget`: the requests that all workers send to OCP. */
export const addTrafficCommands = (program: Command, ops: Ops, end: End): void => {
  withActOptions(
    program
      .command('pause')
      .description('stops the requests to OCP, of one group or all, within 10 s on every worker')
      .option('--group <group>', 'only this OCP group')
      .option('--until <time>', UNTIL, '1h'),
  ).action(async (options: PauseOptions) => end(await pauseTraffic(ops, options)));
  withActOptions(
    program
      .command('resume')
      .description('ends pauses before their time')
      .option('--group <group>', 'only the pause of this OCP group; else all pauses'),
  ).action(async (options: ResumeOptions) => end(await resumeTraffic(ops, options)));
  program
    .command('budget')
    .description('how many requests may reach OCP, and who has paused them; --max-requests changes it')
    .option(
      '--max-requests <n>',
      'at most so many in a period; the usual number ends the order; more need another person',
    )
    .option('--until <time>', UNTIL, '1h')
    .option('--reason <text>', 'why; it is kept with who did it')
    .option('--dry-run', 'says what would change, and changes nothing')
    .option('--json', 'one JSON object')
    .action(async (options: BudgetOptions) => end(await runBudget(ops, options)));
};

type BudgetOptions = Partial<LimitOptions> & Pick<LimitOptions, 'until'>;

const runBudget = (ops: Ops, { maxRequests, reason, ...options }: BudgetOptions) => {
  if (maxRequests === undefined) return showBudget(ops, options.json === true);
  if (reason === undefined) throw new WrongArgumentError('--max-requests needs --reason');
  return limitTraffic(ops, { ...options, maxRequests, reason });
};
