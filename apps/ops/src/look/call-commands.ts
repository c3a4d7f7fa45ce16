import type { ToldCall } from '@recordings/call-questions';
import type { Command } from 'commander';
import type { End } from '../make-program.ts';
import type { Ops } from '../ops.ts';
import { explainCall } from './explain-call.ts';
import { renderCall } from './render-call.ts';
import { showStatus } from './status/show-status.ts';
import { tellOneCall } from './tell-one-call.ts';

type Options = { readonly json?: boolean };

/** `status`: one screen. `call`: everything about one call. `explain`: one paragraph about it. */
export const addCallCommands = (program: Command, ops: Ops, end: End): void => {
  program
    .command('status')
    .description('how complete the days are, what is missing, what waits in queues: one screen')
    .option('--json', 'one JSON object')
    .action(async ({ json }: Options) => end(await showStatus(ops, json === true)));
  tell(program, ops, end, {
    name: 'call',
    description: 'one call: its state and its timeline, in plain words',
    render: renderCall,
    json: 'the answer of GET /v1/calls/{tenant}/{id}',
    toJson: ({ record, status, timeline }) => ({ ...record, status, timeline }),
  });
  tell(program, ops, end, {
    name: 'explain',
    description: 'why the recording of a call is here or not, in one paragraph',
    render: explainCall,
    json: 'the field `status` of what GET /v1/calls/{tenant}/{id} answers',
    toJson: ({ status }) => status,
  });
};

type Telling = {
  readonly name: string;
  readonly description: string;
  readonly render: (told: ToldCall) => string;
  /** What `--json` prints. */
  readonly json: string;
  readonly toJson: (told: ToldCall) => object;
};

const tell = (program: Command, ops: Ops, end: End, telling: Telling): void => {
  const { name, description, render, json, toJson } = telling;
  program
    .command(name)
    .description(description)
    .argument('<tenant>', 'the tenant of the call')
    .argument('<call>', 'the id of the call')
    .option('--json', json)
    .action(async (tenant: string, call: string, options: Options) =>
      end(
        await tellOneCall(ops, tenant, call, options.json ? (told) => JSON.stringify(toJson(told)) : render),
      ),
    );
};
