import { randomUUID } from 'node:crypto';
import { type AwsClients, makeAwsClients } from './aws-clients.ts';
import { connectToAws } from './connect-to-aws.ts';
import { type ProvisionOptions, provision, type TopicArns } from './provision.ts';
import { removeResources } from './remove-resources.ts';
import { type LocalAws, startLocalAws } from './start-local-aws.ts';

export type ProvisionedAwsOptions = Partial<ProvisionOptions> & { readonly port?: number };

export type ProvisionedAws = {
  readonly aws: LocalAws;
  readonly clients: AwsClients;
  /** The option `prefix`, made unique at an endpoint that others use too. */
  readonly prefix: string;
  readonly topicArns: TopicArns;
  /** Ends the clients and the emulators. At another endpoint it removes what has the prefix. */
  stop(): Promise<void>;
};

/**
 * Starts emulators, makes clients and provisions the topology, for a test or the local stack. It leaves out the state
 * machine: few use it, and to check its definition takes half a second. `provisionStateMachine` creates it.
 *
 * With the variable LOCAL_AWS_ENDPOINT it starts no emulator: it provisions at that endpoint. See `connectToAws`.
 */
export const startProvisionedAws = async ({
  port = 0,
  prefix = 'test',
  linesOfBusiness = ['sales', 'support'],
}: ProvisionedAwsOptions = {}): Promise<ProvisionedAws> => {
  const endpoint = process.env['LOCAL_AWS_ENDPOINT'];
  return endpoint === undefined
    ? provisionOn(await startLocalAws({ port }), { prefix, linesOfBusiness })
    : provisionForOnce(connectToAws(endpoint, process.env), { prefix, linesOfBusiness });
};

const provisionOn = async (aws: LocalAws, options: ProvisionOptions): Promise<ProvisionedAws> => {
  const clients = makeAwsClients(aws.clientConfig);
  const stop = async (): Promise<void> => {
    for (const client of Object.values(clients)) client.destroy();
    await aws.stop();
  };
  try {
    const provisioned = await provision(clients, options);
    return { aws, clients, prefix: options.prefix, ...provisioned, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const provisionForOnce = async (aws: LocalAws, options: ProvisionOptions): Promise<ProvisionedAws> => {
  const prefix = `${options.prefix}-${randomUUID().slice(0, 8)}`;
  const provisioned = await provisionOn(aws, { ...options, prefix });
  const stop = () => removeResources(provisioned.clients, prefix).finally(provisioned.stop);
  return { ...provisioned, stop };
};
