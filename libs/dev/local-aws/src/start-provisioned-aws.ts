import { type AwsClients, makeAwsClients } from './aws-clients.ts';
import { provision, type ProvisionOptions, type TopicArns } from './provision.ts';
import { type LocalAws, startLocalAws } from './start-local-aws.ts';

export type ProvisionedAwsOptions = Partial<ProvisionOptions> & { readonly port?: number };

export type ProvisionedAws = {
  readonly aws: LocalAws;
  readonly clients: AwsClients;
  readonly prefix: string;
  readonly topicArns: TopicArns;
  /** Ends the clients and the emulators. */
  stop(): Promise<void>;
};

/** Starts emulators, makes clients and provisions the topology, for a test or the local stack. */
export const startProvisionedAws = async ({
  port = 0,
  prefix = 'test',
  linesOfBusiness = ['sales', 'support'],
}: ProvisionedAwsOptions = {}): Promise<ProvisionedAws> => {
  const aws = await startLocalAws({ port });
  const clients = makeAwsClients(aws.clientConfig);
  const stop = async (): Promise<void> => {
    for (const client of Object.values(clients)) client.destroy();
    await aws.stop();
  };

  try {
    const { topicArns } = await provision(clients, { prefix, linesOfBusiness });
    return { aws, clients, prefix, topicArns, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
