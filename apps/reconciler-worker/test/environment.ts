import { type ExecutionListItem, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { PublishCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, type Message, SendMessageCommand } from '@aws-sdk/client-sqs';
import { makeStores, type Stores } from '@recordings/dynamodb-stores';
import {
  type ProvisionedAws,
  provision,
  provisionStateMachine,
  startProvisionedAws,
} from '@recordings/local-aws';
import { resolveQueueUrl } from '@recordings/messaging';
import {
  type DownloadTask,
  type ReconciliationRequest,
  DownloadTask as Task,
} from '@recordings/reconciliation';
import { drainQueue, writeRegistryFile } from '@recordings/test-kit';
import { physicalName, queues } from '@recordings/topology';
import { BOLT_KEY, type FakeOcp, OCP_KEY, startFakeOcp } from './fake-ocp.ts';
import { drivenRegistryFile, registryFile } from './test-registry.ts';

/** It does not exist. The worker has one, as when it is deployed, but no group of the registry is driven by it. */
const UNUSED_STATE_MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:unused';

/** Tables, queues, topics and an OCP that one test has for itself. */
export type Environment = Pick<ProvisionedAws, 'aws' | 'clients' | 'prefix'> &
  Stores & {
    readonly ocp: FakeOcp;
    /** The environment variables of the service. Every wait of a healthy worker is as short as possible. */
    readonly variables: Readonly<Record<string, string>>;
    queueUrl(name: string): Promise<string>;
    /** Publishes a window as the pooler does. */
    publish(request: ReconciliationRequest): Promise<void>;
    send(queue: string, body: object | string): Promise<void>;
    /** Number of messages of a queue whose delay has not ended. */
    delayed(queue: string): Promise<number>;
    /** Receives and deletes all messages that a queue can give now. */
    drain(queue: string): Promise<Message[]>;
    /** Download tasks that were sent since the last call. */
    takeTasks(): Promise<DownloadTask[]>;
    /** The messages in the DLQs of this service. */
    deadLetters(): Promise<Message[]>;
    /** All executions of the state machine, the newest first. */
    listExecutions(): Promise<ExecutionListItem[]>;
  };

/** One set of emulators, and as many environments on it as there are tests. */
export const startSurroundings = async () => {
  const registry = await writeRegistryFile(registryFile);
  const driven = await writeRegistryFile(drivenRegistryFile);
  const local = await startProvisionedAws();
  const ocps: FakeOcp[] = [];
  return {
    /** The registry in which Step Functions drives Bolt's group. */
    drivenRegistry: driven.path,
    /** @param driven with a state machine. */
    makeEnvironment: async ({ driven: isDriven = false } = {}): Promise<Environment> => {
      const ocp = await startFakeOcp();
      ocps.push(ocp);
      const prefix = `${local.prefix}-${ocps.length}`;
      const { topicArns } = await provision(local.clients, { prefix, linesOfBusiness: [] });
      const own = { ...local, topicArns, prefix };
      const stateMachineArn = isDriven ? await provisionStateMachine(own) : UNUSED_STATE_MACHINE;
      return environmentOf({ ...own, stateMachineArn }, ocp, registry.path);
    },
    stop: async (): Promise<void> => {
      await Promise.all(ocps.map((ocp) => ocp.stop()));
      await local.stop();
      await Promise.all([registry.remove(), driven.remove()]);
    },
  };
};

const drained = [
  queues.reconciliationHigh,
  queues.reconciliationNormal,
  queues.reconciliationLow,
  queues.exportChecks,
  queues.workflowTasks,
];

type Local = ProvisionedAws & { readonly stateMachineArn: string };

const environmentOf = (local: Local, ocp: FakeOcp, registryPath: string): Environment => {
  const { aws, clients, prefix, topicArns, stateMachineArn } = local;
  const { sqs, sns } = clients;
  const queueUrl = (name: string): Promise<string> => resolveQueueUrl(sqs, physicalName(prefix, name));
  const drain: Environment['drain'] = async (queue) => drainQueue(sqs, await queueUrl(queue));
  return {
    ...makeStores(clients.dynamodb, prefix, async () => undefined),
    aws,
    clients,
    prefix,
    ocp,
    variables: variablesOf(local, ocp, registryPath),
    queueUrl,
    publish: async (request) => {
      const { priority, groupId } = request.payload;
      const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
      await sns.send(
        new PublishCommand({
          TopicArn: topicArns.reconciliationEvents,
          Message: JSON.stringify(request),
          MessageAttributes: { priority: attribute(priority), groupId: attribute(groupId) },
        }),
      );
    },
    send: async (queue, body) => {
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
      await sqs.send(new SendMessageCommand({ QueueUrl: await queueUrl(queue), MessageBody }));
    },
    delayed: async (queue) => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: await queueUrl(queue), AttributeNames: ['All'] }),
      );
      return Number(Attributes['ApproximateNumberOfMessagesDelayed']);
    },
    drain,
    takeTasks: async () =>
      [...(await drain(queues.downloadsHigh.name)), ...(await drain(queues.downloads.name))].map(({ Body }) =>
        Task.parse(JSON.parse(Body!)),
      ),
    deadLetters: async () =>
      (await Promise.all(drained.map(({ deadLetter }) => drain(deadLetter.queue)))).flat(),
    listExecutions: async () =>
      (await clients.sfn.send(new ListExecutionsCommand({ stateMachineArn }))).executions ?? [],
  };
};

const variablesOf = ({ aws, prefix, stateMachineArn }: Local, ocp: FakeOcp, registryPath: string) => ({
  ...aws.environment,
  LOG_LEVEL: 'debug',
  HOST: '127.0.0.1',
  MONITORING_PORT: '0',
  RESOURCE_PREFIX: prefix,
  STATE_MACHINE_ARN: stateMachineArn,
  REGISTRY_FILE: registryPath,
  VISIBILITY_TIMEOUT_SECONDS: '5',
  OCP_BASE_URL: ocp.url,
  OCP_ALLOW_HTTP: 'true',
  OCP_CREDENTIALS: JSON.stringify({
    'acme-ocp': { kind: 'api-key', apiKey: OCP_KEY },
    'bolt-ocp': { kind: 'api-key', apiKey: BOLT_KEY },
  }),
  OCP_MAX_REQUESTS: '10000',
  OCP_RETRY_MS: '1',
  OCP_BREAKER_OPEN_SECONDS: '1',
  EXPORT_GATHER_SECONDS: '0',
  POLL_DELAY_SECONDS: '1',
  POLL_DELAY_GROWTH: '1',
  SLOT_BUSY_SECONDS: '1',
  CREATE_RETRY_SECONDS: '0,0',
  OVERLOADED_CREATE_SECONDS: '0,0',
  POLL_RETRY_SECONDS: '1',
  FAILED_POLL_SECONDS: '1',
  LISTING_RETRY_SECONDS: '1',
  OUTAGE_RETRY_SECONDS: '0', // The next window may ask for a released call at once.
  WATCHDOG_SECONDS: '1',
});
