import { readFile } from 'node:fs/promises';
import { parseRegistry, type Registry } from '@recordings/call-record';
import { parseDocument } from 'yaml';
import { ConfigurationError } from './configuration-error.ts';

/**
 * Reads the registry of OCP groups from a YAML file.
 *
 * @throws {ConfigurationError} naming the file and the wrong place in it.
 */
export const loadRegistry = async (path: string): Promise<Registry> => {
  try {
    return parseRegistry(parseYaml(await readFile(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`registry file ${path}: ${reason}`, { cause: error });
  }
};

/** `yaml` reports a key that is given twice, so one group cannot silently replace another. */
const parseYaml = (text: string): unknown => {
  const document = parseDocument(text);
  if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('\n'));
  return document.toJS();
};
