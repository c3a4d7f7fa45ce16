import type { Registry } from '@recordings/call-record';
import { type AwsOverrides, openSource } from './open-source.ts';
import { parseRegistryText } from './parse-registry-text.ts';
import { registryFault } from './registry-fault.ts';

/**
 * Reads the registry of OCP groups once.
 *
 * @param address a path, `s3://{bucket}/{key}` or `ssm:{name of a parameter}`.
 * @throws {ConfigurationError} naming the address and the wrong place in it.
 */
export const loadRegistry = async (address: string, overrides: AwsOverrides = {}): Promise<Registry> => {
  try {
    const source = openSource(address, overrides);
    try {
      return parseRegistryText((await source.read())!.text);
    } finally {
      source.close();
    }
  } catch (error) {
    throw registryFault(address, error);
  }
};
