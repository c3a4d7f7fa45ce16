import { ConfigurationError, type CredentialEntry, openSecret, parseCredentials } from '@recordings/service';

/** API_CREDENTIALS as they are kept, and as a service reads them. `tag`: an ETag, or the version of a secret. */
export type KeptCredentials = {
  readonly text: string;
  readonly tag: string;
  readonly entries: readonly CredentialEntry[];
};

/**
 * Reads API_CREDENTIALS from where they are kept.
 *
 * @param address JSON itself, a path, `s3://{bucket}/{key}`, `ssm:{name of a parameter}` or `secretsmanager:{name of a secret}`.
 * @throws {ConfigurationError} naming the address and each fault, and no value.
 */
export const readCredentialsText = async (address: string): Promise<KeptCredentials> => {
  const { text, tag } = await readText(address);
  const parsed = parseCredentials(text);
  if ('entries' in parsed) return { text, tag, entries: parsed.entries };
  throw new ConfigurationError(
    `credentials ${isJson(address) ? 'in the configuration' : `at ${address}`}: ${parsed.faults.join('; ')}`,
  );
};

/** docker-compose.yml gives the JSON itself. */
export const isJson = (address: string): boolean => address.trimStart().startsWith('[');

const readText = async (address: string): Promise<{ readonly text: string; readonly tag: string }> => {
  if (isJson(address)) return { text: address, tag: '' };
  try {
    const source = openSecret(address);
    try {
      return (await source.read())!;
    } finally {
      source.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`credentials at ${address}: ${reason}`, { cause: error });
  }
};
