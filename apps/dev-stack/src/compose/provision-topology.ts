import { makeAwsClients, provision, provisionStateMachine } from '@recordings/local-aws';
import { loadConfig, loadRegistry } from '@recordings/service';
import type { Environment } from '../services/inherited-settings.ts';
import { ProvisionConfig } from './play-config.ts';

/** Creates the tables, queues, topics, buckets and the state machine at the AWS endpoint of the environment. @returns the exit status. */
export const provisionTopology = async (environment: Environment): Promise<number> => {
  try {
    const config = loadConfig(ProvisionConfig, environment);
    const { linesOfBusiness } = await loadRegistry(config.REGISTRY_FILE);
    const clients = makeAwsClients();
    const { RESOURCE_PREFIX: prefix } = config;
    const { topicArns } = await provision(clients, { prefix, linesOfBusiness });
    // LocalStack has rules of EventBridge.
    await provisionStateMachine({ aws: {}, clients, prefix });
    process.stdout.write(`Provisioned. Topics:\n  ${Object.values(topicArns).join('\n  ')}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`Not provisioned: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
};
