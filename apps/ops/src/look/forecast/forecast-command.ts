import type { Command } from 'commander';
import type { End } from '../../make-program.ts';
import type { Ops } from '../../ops.ts';
import { type ForecastOptions, showForecast } from './show-forecast.ts';

/** `forecast`: how long the backlog takes, and what it costs. */
export const addForecastCommand = (program: Command, ops: Ops, end: End): void => {
  program
    .command('forecast')
    .description('jobs, requests, hours, GB and price of the recovery of all missing calls')
    .option('--tenant <tenant>', 'only this tenant')
    .option('--group <group>', 'only this OCP group')
    .option('--requests <n>', 'requests to OCP in a period, of all workers; else OCP_MAX_REQUESTS')
    .option('--json', 'one JSON object')
    .action(async (options: ForecastOptions) => end(await showForecast(ops, options)));
};
