import { parseArgs } from 'node:util';
import { ConfigurationError } from '@recordings/service';

const USAGE = 'usage: node main.js [--once] [--dry-run]';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Adds the options of the command line to the environment. They win.
 *
 * @throws {ConfigurationError} for an option that is not known.
 */
export const readCommandLine = (args: readonly string[], environment: Variables): Variables => {
  const { once, 'dry-run': dryRun } = parse(args);
  return { ...environment, ...(once && { RUN_ONCE: 'true' }), ...(dryRun && { ENABLE_DRY_RUN: 'true' }) };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: { once: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
    }).values;
  } catch (error) {
    throw new ConfigurationError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
};
