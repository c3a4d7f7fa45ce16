import { ConfigurationError } from '../configuration-error.ts';

/** An error that names the place of the registry. */
export const registryFault = (address: string, error: unknown): ConfigurationError => {
  const reason = error instanceof Error ? error.message : String(error);
  return new ConfigurationError(`registry file ${address}: ${reason}`, { cause: error });
};
