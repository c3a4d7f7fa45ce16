import { Command } from 'commander';
import { addActCommands } from './act/act-commands.ts';
import { addCompletionCommand } from './completion/completion-command.ts';
import { addDoctorCommand } from './doctor/doctor-command.ts';
import { addKeysCommands } from './keys/keys-commands.ts';
import { addAbsenceCommand } from './look/absence/absence-command.ts';
import { addCallCommands } from './look/call-commands.ts';
import { addForecastCommand } from './look/forecast/forecast-command.ts';
import { addListCommands } from './look/list-commands.ts';
import { addRegistryCommands } from './look/registry/registry-commands.ts';
import type { Ops } from './ops.ts';
import type { ExitStatus } from './output/exit-status.ts';
import { MAX_COLUMNS } from './output/render-table.ts';
import { addProbeCommand } from './probe/probe-command.ts';
import { addSweepCommand, addSweepsCommand } from './sweep/sweep-commands.ts';

const DESCRIPTION =
  'Looks after calls and their recordings. Needs RESOURCE_PREFIX, REGISTRY_FILE and the variables of the AWS SDK; ' +
  'beside `npm start` they are set by themselves. Exit status: 0 done, 1 failed, 2 wrong arguments, 3 nothing found.';

/** Ends with the exit status of the command that ran. */
export type End = (status: ExitStatus) => void;

/** All commands. Each has `--help`. */
export const makeProgram = (ops: Ops, end: End): Command => {
  const { say, complain } = ops.terminal;
  const program = new Command('npm run ops --')
    .description(DESCRIPTION)
    .exitOverride()
    .showHelpAfterError('Add --help for what is possible.')
    .configureOutput({
      writeOut: (text) => say(text.trimEnd()),
      writeErr: (text) => complain(text.trimEnd()),
      getOutHelpWidth: () => MAX_COLUMNS,
      getErrHelpWidth: () => MAX_COLUMNS,
    });
  program.commandsGroup('Look:');
  addListCommands(program, ops, end);
  addCallCommands(program, ops, end);
  addAbsenceCommand(program, ops, end);
  addForecastCommand(program, ops, end);
  addDoctorCommand(program, ops, end);
  addRegistryCommands(program, ops, end);
  addSweepsCommand(program, ops, end);
  program.commandsGroup('Act:');
  addActCommands(program, ops, end);
  addKeysCommands(program, ops, end);
  addSweepCommand(program, ops, end);
  addProbeCommand(program, ops, end);
  program.commandsGroup('Shell:');
  addCompletionCommand(program, ops);
  return program;
};
