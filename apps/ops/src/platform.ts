import type { Registry } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores, type Stores } from '@recordings/dynamodb-stores';
import { makeAuditSender, makeSqsClient } from '@recordings/messaging';
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
  const stores = makeStores(makeDynamoDbClient(), config.RESOURCE_PREFIX, announceBy(config));
  return { config, registry, stores };
};

/** Most commands change no call, so the queue is looked up by the first that does. */
const announceBy = ({ RESOURCE_PREFIX: prefix, AUDIT_DELAY_SECONDS: delayS }: Config) => {
  let sender: ReturnType<typeof makeAuditSender> | undefined;
  return async (change: object): Promise<void> => {
    sender ??= makeAuditSender(makeSqsClient(), prefix, delayS);
    await (await sender)(change);
  };
};
