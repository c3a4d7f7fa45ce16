import type { Registry } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores, type Stores } from '@recordings/dynamodb-stores';
import { loadConfig, loadRegistry } from '@recordings/service';
import { Config } from './config.ts';

/** What commands read and change: the tables, buckets and queues of one environment. */
export type Platform = {
  readonly config: Config;
  readonly registry: Registry;
  readonly stores: Stores;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration and the registry.
 *
 * @throws {ConfigurationError} naming each variable that is missing or wrong, or the wrong place of the registry.
 */
export const openPlatform = async (environment: Environment): Promise<Platform> => {
  const config = loadConfig(Config, environment);
  const registry = await loadRegistry(config.REGISTRY_FILE);
  const stores = makeStores(makeDynamoDbClient(), config.RESOURCE_PREFIX, () =>
    Promise.reject(new Error('this command changes no call')),
  );
  return { config, registry, stores };
};
