import { readFile } from 'node:fs/promises';
import { parseRegistry, type Registry } from '@recordings/call-record';
import { parseDocument } from 'yaml';
import { ConfigurationError } from './configuration-error.ts';

/**
 * Reads the registry of OCP groups from a YAML file.
 *
 * @throws {ConfigurationError} naming the file and the place in it that is wrong.
 */
export const loadRegistry = async (path: string): Promise<Registry> => {
  try {
    return parseRegistry(parseYaml(await readFile(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`registry file ${path}: ${reason}`, { cause: error });
  }
};

/** A key given twice is an error to `yaml`, so no group silently replaces another. */
const parseYaml = (text: string): unknown => {
  const document = parseDocument(text);
  if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('\n'));
  return document.toJS();
};
