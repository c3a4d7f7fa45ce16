import type { Command } from 'commander';
import { withActOptions } from '../act/act-options.ts';
import type { End } from '../make-program.ts';
import type { Ops } from '../ops.ts';
import { orderSweep, type SweepOptions } from './order-sweep.ts';
import { showNotListed } from './show-not-listed.ts';
import { type SweepsOptions, showSweeps } from './show-sweeps.ts';
import { withdrawSweep } from './withdraw-sweep.ts';

const TENANT = 'of the group, if tenants share it';

/** `sweeps`: how far the comparison with what OCP lists is. */
export const addSweepsCommand = (program: Command, ops: Ops, end: End): void => {
  program
    .command('sweeps')
    .description('how far the calls of each group are compared with what OCP lists: swept, waiting, late')
    .option('--tenant <tenant>', 'only the groups of this tenant')
    .option('--group <group>', 'only this OCP group')
    .option('--not-listed', 'the calls that we store and OCP does not list, in their place')
    .option('--json', 'one JSON object a group, or a call, each on its line')
    .action(async ({ notListed, ...options }: SweepsOptions & { readonly notListed?: boolean }) =>
      end(await (notListed ? showNotListed : showSweeps)(ops, options)),
    );
};

/** `sweep`: has a range compared. */
export const addSweepCommand = (program: Command, ops: Ops, end: End): void => {
  withActOptions(
    program
      .command('sweep')
      .description(
        'compares a range of a group with what OCP lists, and recovers the calls that are not here',
      )
      .requiredOption('--group <group>', 'the OCP group')
      .option('--tenant <tenant>', TENANT)
      .requiredOption('--from <time>', 'calls that started then or later: a day, a time, yesterday, 36h, 7d')
      .requiredOption('--to <time>', 'calls that started before')
      .option('--calls <n>', 'calls with a recording that OCP has there, if you know it: for the forecast')
      .option('--withdraw', 'takes back the ranges of that time that were asked for and wait'),
  ).action(async ({ withdraw, ...options }: SweepOptions & { readonly withdraw?: boolean }) =>
    end(await (withdraw ? withdrawSweep : orderSweep)(ops, options)),
  );
};
