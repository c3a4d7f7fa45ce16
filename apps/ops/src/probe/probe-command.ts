import type { Command } from 'commander';
import { withActOptions } from '../act/act-options.ts';
import type { End } from '../make-program.ts';
import type { Ops } from '../ops.ts';
import type { ProbeOptions } from './plan-probe.ts';
import { probeOcp } from './probe-ocp.ts';

/** `probe`: one export, compared with the export profile. */
export const addProbeCommand = (program: Command, ops: Ops, end: End): void => {
  withActOptions(
    program
      .command('probe')
      .description(
        'makes one export at OCP, and names the settings of the export profile that differ from it',
      )
      .requiredOption('--group <group>', 'the OCP group; its export slot is used')
      .option('--tenant <tenant>', 'of the group, if tenants share it')
      .option('--profile <name>', 'this export profile of the registry, in place of that of the group')
      .option('--from <time>', 'calls that started then or later; else the hour before --to')
      .option('--to <time>', 'calls that started before; else three hours ago')
      .option('--with-cdrs', 'asks for CDRs too, as a sweep does')
      .requiredOption('--out <folder>', 'a new folder for the exchanges, without secrets and personal data'),
  ).action(async (options: ProbeOptions) => end(await probeOcp(ops, options)));
};
