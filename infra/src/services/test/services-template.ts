import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { makeTestApp } from '../../../test/make-test-app.ts';
import { makeNetworkStack } from '../../network/make-network-stack.ts';
import { makeImagesStack } from '../make-images-stack.ts';
import { makeServicesStack } from '../make-services-stack.ts';
import type { DeployedApp, ServiceData } from '../service-data.ts';
import type { ServiceSettings } from '../service-settings.ts';

const env = { account: '111111111111', region: 'eu-west-1' };
const size = { cpu: 256, memoryMiB: 512 };

export const settings: ServiceSettings = {
  imageVersion: '1.4.0',
  architecture: 'ARM64',
  containerInsights: true,
  logLevel: 'info',
  logDays: 90,
  ocp: {
    baseUrl: 'https://ocp.example/api',
    maxRequests: 100,
    periodSeconds: 60,
    timeoutMs: 30_000,
    downloadHosts: ['files.ocp.example'],
    privateHosts: ['ocp.example'],
  },
  ingestionApi: {
    certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/abc',
    allowedCidrs: ['203.0.113.0/24', '2001:db8::/32'],
    deletionProtection: true,
    accessLogDays: 90,
    size: { cpu: 1024, memoryMiB: 2048 },
    tasks: { min: 2, max: 8 },
    requestsPerTaskAndMinute: 600,
    uploadTimeoutSeconds: 3600,
    drainSeconds: 300,
  },
  reconcilerWorker: {
    size,
    concurrency: 5,
    backlogPerTask: 20,
    tasks: { high: { min: 1, max: 10 }, normal: { min: 1, max: 5 }, low: { min: 1, max: 2 } },
    callbackHosts: ['results.example'],
    orchestrator: 'sqs',
  },
  downloader: {
    size,
    concurrency: 5,
    backlogPerTask: 100,
    tasks: { min: 1, max: 20 },
    secondsPerDownload: 15,
  },
  archiver: { size, tasks: { min: 1, max: 2 }, backlogPerTask: 1000, analytics: true },
  pooler: { size, cronExpression: '0 */15 * * * *', timezone: 'Europe/Madrid', enabled: true },
};

export type SettingsOver = {
  readonly [K in keyof ServiceSettings]?: ServiceSettings[K] extends object
    ? Partial<ServiceSettings[K]>
    : ServiceSettings[K];
};

const merge = (over: SettingsOver): ServiceSettings =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]: [string, unknown]) => {
      const change = over[name as keyof ServiceSettings];
      return [name, typeof value === 'object' ? { ...value, ...(change as object) } : (change ?? value)];
    }),
  ) as ServiceSettings;

/** The template of the services with these settings, beside a stack that stands for the data. */
export const servicesTemplate = (over: SettingsOver = {}, natGateways = 1): Template => {
  const app = makeTestApp();
  const network = makeNetworkStack(app, 'network', {
    prefix: 'test',
    env,
    retain: true,
    network: {
      vpcCidr: '10.20.0.0/16',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      natGateways,
      flowLogDays: 30,
    },
  });
  const services = makeServicesStack(app, 'services', {
    prefix: 'test',
    env,
    network,
    retain: true,
    images: makeImagesStack(app, 'images', { prefix: 'test', env, retain: true }),
    data: dataIn(new Stack(app, 'data', { env })),
    services: merge(over),
  });
  return Template.fromStack(services.stack);
};

const dataIn = (stack: Stack): ServiceData => {
  const encryptionKey = new Key(stack, 'Key');
  const secret = (id: string) => new Secret(stack, id, { encryptionKey });
  const role = (app: DeployedApp) =>
    new Role(stack, app, { roleName: app, assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  return {
    roles: {
      'ingestion-api': role('ingestion-api'),
      'reconciler-worker': role('reconciler-worker'),
      downloader: role('downloader'),
      archiver: role('archiver'),
      pooler: role('pooler'),
      ops: role('ops'),
    },
    registryFile: 's3://test-config/registry.yaml',
    bucketKeyArn: encryptionKey.keyArn,
    workflow: workflowIn(stack, encryptionKey.keyArn),
    topicArns: {
      reconciliationEvents: 'arn:aws:sns:eu-west-1:111111111111:test-reconciliation-events',
      recordingEvents: 'arn:aws:sns:eu-west-1:111111111111:test-recording-events',
    },
    secrets: {
      ingestionCredentials: secret('IngestionCredentials'),
      poolerCredentials: secret('PoolerCredentials'),
      piiHashKey: secret('PiiHashKey'),
    },
  };
};

const workflowIn = (stack: Stack, dataKeyArn: string): ServiceData['workflow'] => ({
  tasksQueue: new Queue(stack, 'WorkflowTasks'),
  failuresQueue: new Queue(stack, 'Failures'),
  reconciliationsTable: new Table(stack, 'Reconciliations', {
    partitionKey: { name: 'reconciliationId', type: AttributeType.STRING },
  }),
  dataKeyArn,
});

export type Container = {
  readonly Name: string;
  readonly Environment: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Secrets?: readonly { readonly Name: string; readonly ValueFrom: unknown }[];
  readonly [property: string]: unknown;
};

/** The container of each task definition, by its name. */
export const containersOf = (template: Template): Readonly<Record<string, Container>> =>
  Object.fromEntries(
    Object.values(template.findResources('AWS::ECS::TaskDefinition'))
      .map(({ Properties }) => (Properties as { ContainerDefinitions: [Container] }).ContainerDefinitions[0])
      .map((container) => [container.Name, container]),
  );

export const environmentOf = ({ Environment }: Container): Record<string, unknown> =>
  Object.fromEntries(Environment.map(({ Name, Value }) => [Name, Value]));
