import type { Registry } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores, type Stores } from '@recordings/dynamodb-stores';
import { makeAuditSender, makeSqsClient } from '@recordings/messaging';
import { ConfigurationError, loadConfig, loadRegistry } from '@recordings/service';
import { Config } from './config.ts';

/** What commands read and change: the tables, buckets and queues of one environment. */
export type Platform = {
  readonly config: Config;
  readonly registry: Registry;
  readonly stores: Stores;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {ConfigurationError} naming each variable that is missing or wrong. */
export const readConfig = (environment: Environment): Config => loadConfig(Config, environment);

const HINT =
  'The services go on with the last good registry. Commands need a good one: correct it, and look by `npm run ops -- doctor`.';

/** Reads the registry. @throws {ConfigurationError} naming its wrong place. */
export const openPlatform = async (config: Config): Promise<Platform> => ({
  config,
  registry: await loadRegistry(config.REGISTRY_FILE).catch((error: unknown) => {
    throw new ConfigurationError(`${String((error as Error).message)}\n${HINT}`, { cause: error });
  }),
  stores: openStores(config),
});

export const openStores = (config: Config): Stores =>
  makeStores(makeDynamoDbClient(), config.RESOURCE_PREFIX, announceBy(config));

/** Most commands change no call, so the queue is looked up by the first that does. */
const announceBy = ({ RESOURCE_PREFIX: prefix, AUDIT_DELAY_SECONDS: delayS }: Config) => {
  let sender: ReturnType<typeof makeAuditSender> | undefined;
  return async (change: object): Promise<void> => {
    sender ??= makeAuditSender(makeSqsClient(), prefix, delayS);
    await (await sender)(change);
  };
};
