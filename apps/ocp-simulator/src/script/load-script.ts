import { readFileSync } from 'node:fs';
import type { Registry } from '@recordings/call-record';
import { ConfigurationError } from '@recordings/service';
import { parseScript } from './parse-script.ts';
import type { Script } from './step.ts';

/**
 * Reads the script of a file, if one is given.
 *
 * @throws {ConfigurationError} if the file cannot be read, or naming every mistake in it.
 */
export const loadScript = (path: string | undefined, { groups }: Registry): Script | undefined => {
  if (path === undefined) return undefined;
  const text = read(path);
  try {
    return parseScript(text, [...new Set(groups.map(({ name }) => name))]);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`SCRIPT_FILE: ${path}\n${error.message}`, { cause: error });
  }
};

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError(`SCRIPT_FILE: ${path} cannot be read`, { cause: error });
  }
};
