import type { Command } from 'commander';
import type { End } from '../make-program.ts';
import type { Ops } from '../ops.ts';
import { explainCall } from './explain-call.ts';
import { showCall } from './show-call.ts';
import { showStatus } from './status/show-status.ts';

type Options = { readonly json?: boolean };

/** `status`: one screen. `call`: everything about one call. `explain`: one paragraph about it. */
export const addCallCommands = (program: Command, ops: Ops, end: End): void => {
  program
    .command('status')
    .description('how complete the days are, what is missing, what waits in queues: one screen')
    .option('--json', 'one JSON object')
    .action(async ({ json }: Options) => end(await showStatus(ops, json === true)));
  const about = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .argument('<tenant>', 'the tenant of the call')
      .argument('<call>', 'the id of the call')
      .option('--json', 'the answer of GET /v1/calls/{tenant}/{id}');
  about('call', 'one call: its state and its timeline, in plain words').action(
    async (tenant: string, call: string, options: Options) =>
      end(await showCall(ops, tenant, call, options.json === true)),
  );
  about('explain', 'why the recording of a call is here or not, in one paragraph').action(
    async (tenant: string, call: string, options: Options) =>
      end(await explainCall(ops, tenant, call, options.json === true)),
  );
};
