import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../configuration-error.ts';
import { isS3Address, readS3Text } from '../read-s3-text.ts';
import type { CredentialEntry } from './credential-entry.ts';
import { parseCredentials } from './parse-credentials.ts';

/** Reads the credentials of a file. @throws {ConfigurationError} that names the file and each fault, and no value. */
export const readCredentials = async (address: string): Promise<readonly CredentialEntry[]> => {
  const parsed = parseCredentials(await readText(address));
  if ('entries' in parsed) return parsed.entries;
  throw new ConfigurationError(`credentials file ${address}: ${parsed.faults.join('; ')}`);
};

const readText = async (address: string): Promise<string> => {
  try {
    return isS3Address(address) ? await readS3Text(address) : await readFile(address, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`credentials file ${address}: ${reason}`, { cause: error });
  }
};
