import { type OcpCredentials, parseOcpCredentials } from '@recordings/ocp-client';
import { ConfigurationError, openSecret } from '@recordings/service';
import type { Config } from '../../config.ts';

/**
 * Reads OCP_CREDENTIALS, from their address if they are at one.
 *
 * @throws {ConfigurationError} naming the address and the fault, and no value.
 */
export const readOcpCredentials = async (
  source: NonNullable<Config['OCP_CREDENTIALS']>,
): Promise<OcpCredentials> => {
  if ('credentials' in source) return source.credentials;
  const { address } = source;
  try {
    const secret = openSecret(address);
    try {
      return parseOcpCredentials((await secret.read())!.text);
    } finally {
      secret.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`OCP_CREDENTIALS at ${address}: ${reason}`, { cause: error });
  }
};
