import { type Command, Option } from 'commander';
import type { End } from '../../make-program.ts';
import type { Ops } from '../../ops.ts';
import { type AbsenceOptions, exportAbsence } from './export-absence.ts';
import { registerFormats } from './register-formats.ts';

/** `absence`: the register of calls without a recording. */
export const addAbsenceCommand = (program: Command, ops: Ops, end: End): void => {
  program
    .command('absence')
    .description('calls without a recording, each with the evidence, as CSV or JSON')
    .requiredOption('--tenant <tenant>', 'the tenant of the calls')
    .option('--group <group>', 'only this OCP group')
    .requiredOption('--from <time>', 'calls that started at this time or later: 2026-01-15, 60d')
    .option('--to <time>', 'calls that started before this time', 'now')
    .addOption(
      new Option('--format <format>', 'how it is written')
        .choices(Object.keys(registerFormats))
        .default('csv'),
    )
    .option('--out <file>', 'a new file; interrupted, the same command continues it')
    .action(async (options: AbsenceOptions) => end(await exportAbsence(ops, options)));
};
