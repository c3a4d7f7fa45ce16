import { Orchestrator } from '@recordings/call-record';
import { Command, InvalidArgumentError, Option } from 'commander';
import { SERVICES, type Service } from '../points/crash-point.ts';

export type CrashOptions = {
  readonly service: readonly Service[];
  /** Part of the name of a kind of request. */
  readonly only?: string;
  readonly all: boolean;
  readonly orchestrator: Orchestrator;
  readonly lanes: number;
  readonly json: boolean;
};

const MAX_LANES = 16;

const laneCount = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MAX_LANES) return value;
  throw new InvalidArgumentError(`expected a whole number from 1 to ${MAX_LANES}.`);
};

/** @param argv arguments without node and script. Prints help or an error and ends the process where commander does. */
export const parseCrashOptions = (argv: readonly string[]): CrashOptions =>
  new Command('npm run crashes --')
    .description(
      'Kills each service before and after each kind of request to AWS and OCP, starts it again, and checks that every ' +
        'call is stored once or explained.',
    )
    .addOption(
      new Option('--service <name...>', 'only these services').choices(SERVICES).default(SERVICES, 'all'),
    )
    .option('--only <text>', 'only kinds of requests whose name has this text, as "PutItem call-records"')
    .option('--all', 'every request, not only the first and the last one of its kind', false)
    .addOption(
      new Option('--orchestrator <name>', 'what drives the export jobs')
        .choices(Orchestrator.options)
        .default('sqs'),
    )
    .option('--lanes <n>', 'stories that are played at once', laneCount, 4)
    .option('--json', 'print the result as JSON', false)
    .parse(argv, { from: 'user' })
    .opts<CrashOptions>();
