import { parseArgs } from 'node:util';
import { ConfigurationError } from '@recordings/service';

const USAGE = `usage: node main.js [--once] [--dry-run [--json]]
  --once     run one execution without cron and server, then exit
  --dry-run  plan one execution, print its plan with its price, then exit; the log goes to the standard error
  --json     print the plan as JSON`;

type Variables = Readonly<Record<string, string | undefined>>;

export type CommandLine = {
  readonly variables: Variables;
  /** How the plan of a dry run is printed. Absent: it is not. */
  readonly planFormat?: 'tables' | 'json';
};

/**
 * Adds the options of the command line to the environment. They win.
 *
 * @throws {ConfigurationError} for an option that is not known.
 */
export const readCommandLine = (args: readonly string[], environment: Variables): CommandLine => {
  const { once, json, 'dry-run': dryRun } = parse(args);
  if (json && !dryRun) throw new ConfigurationError(`--json is an option of --dry-run\n${USAGE}`);
  return {
    variables: {
      ...environment,
      ...((once || dryRun) && { RUN_ONCE: 'true' }),
      ...(dryRun && { ENABLE_DRY_RUN: 'true' }),
    },
    ...(dryRun && { planFormat: json ? 'json' : 'tables' }),
  };
};

/** Where the log goes. A plan has the standard output for itself. @returns undefined for the usual place. */
export const chooseLogStream = (args: readonly string[]): NodeJS.WriteStream | undefined =>
  args.includes('--dry-run') ? process.stderr : undefined;

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: { once: { type: 'boolean' }, 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } },
    }).values;
  } catch (error) {
    throw new ConfigurationError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
};
