import type { Command } from 'commander';
import type { End } from '../make-program.ts';
import type { Ops } from '../ops.ts';
import { doctor } from './doctor.ts';

/** `doctor`: is everything there that this environment needs? */
export const addDoctorCommand = (program: Command, ops: Ops, end: End): void => {
  program
    .command('doctor')
    .description('checks TLS, clock, credentials, keys, tables, queues, buckets, registry; names each fix')
    .option('--json', 'one JSON object')
    .action(async ({ json }: { readonly json?: boolean }) => end(await doctor(ops, json === true)));
};
