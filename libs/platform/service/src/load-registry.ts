import { readFile } from 'node:fs/promises';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { parseRegistry, type Registry } from '@recordings/call-record';
import { parseDocument } from 'yaml';
import { ConfigurationError } from './configuration-error.ts';
import { isS3Address, readS3Text } from './read-s3-text.ts';

/**
 * Reads the registry of OCP groups from a YAML file.
 *
 * @param path of a file, or `s3://{bucket}/{key}`.
 * @param s3 region, credentials and endpoint, if they do not come from the environment.
 * @throws {ConfigurationError} naming the file and the wrong place in it.
 */
export const loadRegistry = async (path: string, s3: S3ClientConfig = {}): Promise<Registry> => {
  try {
    const text = isS3Address(path) ? await readS3Text(path, s3) : await readFile(path, 'utf8');
    return parseRegistry(parseYaml(text));
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
