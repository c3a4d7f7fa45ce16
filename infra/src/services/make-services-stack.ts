import { Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Cluster, ContainerInsights, type FargateService } from 'aws-cdk-lib/aws-ecs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Network } from '../network/make-network-stack.ts';
import { makeOrchestrator } from '../workflow/make-orchestrator.ts';
import { type InputDeps, ingestionInput, opsInput, poolerInput } from './container-input.ts';
import { repositoryName } from './make-images-stack.ts';
import { type Ingestion, makeIngestionService } from './make-ingestion-service.ts';
import { makeOpsTask } from './make-ops-task.ts';
import { makeSecurityGroups } from './make-security-groups.ts';
import { type ContainerInput, makeTaskDefinition, type TaskDeps } from './make-task-definition.ts';
import { makeWorkers } from './make-workers.ts';
import { MONITORING_PORT, PORT } from './ports.ts';
import { makePoolerSchedule } from './schedule/make-pooler-schedule.ts';
import { type DeployedApp, deployedApps, type ServiceData } from './service-data.ts';
import type { ServiceSettings, TaskSize } from './service-settings.ts';

/** Of a command of an operator: it reads page by page. */
const OPS_SIZE: TaskSize = { cpu: 256, memoryMiB: 512 };

export type ServicesStackProps = StackProps & {
  readonly prefix: string;
  readonly network: Network;
  readonly images: Stack;
  /** Whether logs stay when the stack is deleted. */
  readonly retain: boolean;
  readonly data: ServiceData;
  readonly services: ServiceSettings;
};

/** What alarms and dashboards watch. */
export type Services = {
  readonly stack: Stack;
  readonly cluster: Cluster;
  readonly ingestion: Ingestion;
  /** By name: `reconciler-worker-high`, `downloader` and so on. */
  readonly workers: Readonly<Record<string, FargateService>>;
  /** Starts of the pooler that failed. */
  readonly poolerNotStarted: Queue;
};

/** Makes the ECS services, the load balancer of the API and the schedule of the pooler. */
export const makeServicesStack = (scope: Construct, id: string, props: ServicesStackProps): Services => {
  const { prefix, network, images, retain: _, data: __, services: settings, ...stackProps } = props;
  const stack = new Stack(scope, id, stackProps);
  stack.addStackDependency(images); // By name, so that no export binds the two.
  const cluster = makeCluster(stack, props);
  const groups = makeSecurityGroups(stack, {
    network,
    allowedCidrs: settings.ingestionApi.allowedCidrs,
    ocpPort: portOf(settings.ocp.baseUrl),
  });
  const input = inputOf(stack, props);
  const taskOf = makeTaskOf(stack, props);
  const { size } = settings.ingestionApi;
  const ingestion = makeIngestionService(stack, {
    network,
    cluster,
    groups,
    settings: settings.ingestionApi,
    task: {
      ...taskOf('ingestion-api', 'ingestion-api', size, ingestionInput(input)),
      ports: [PORT, MONITORING_PORT],
    },
  });
  const workers = makeWorkers(stack, { network, cluster, groups, input, taskOf });
  const pooler = new Construct(stack, 'Pooler');
  const poolerTask = taskOf('pooler', 'pooler', settings.pooler.size, poolerInput(input));
  const { notStarted } = makePoolerSchedule(pooler, {
    prefix,
    cluster,
    taskDefinition: makeTaskDefinition(pooler, { ...poolerTask, ports: [] }),
    subnets: network.awsOnlySubnets,
    securityGroup: groups.workers,
    settings: settings.pooler,
  });
  makeOpsTask(stack, { network, groups, task: taskOf('ops', 'ops', OPS_SIZE, opsInput(input)) });
  return { stack, cluster, ingestion, workers, poolerNotStarted: notStarted };
};

/** What the containers get as variables. One names the state machine, which is made here. */
const inputOf = (
  stack: Stack,
  { prefix, network, data, services, retain }: ServicesStackProps,
): InputDeps => {
  const { logKey, vpcCidr } = network;
  const { logDays } = services;
  const stateMachineArn = makeOrchestrator(stack, { prefix, data: data.workflow, logKey, logDays, retain });
  return { prefix, region: stack.region, settings: services, vpcCidr, data, stateMachineArn };
};

const makeCluster = (stack: Stack, { prefix, network, services }: ServicesStackProps): Cluster => {
  const cluster = new Cluster(stack, 'Cluster', {
    clusterName: prefix,
    vpc: network.vpc,
    containerInsightsV2: services.containerInsights ? ContainerInsights.ENABLED : ContainerInsights.DISABLED,
  });
  if (!services.containerInsights) {
    Validations.of(cluster).acknowledge({
      id: 'AwsSolutions::AwsSolutions-ECS4',
      reason:
        'Switched off for this stage, because it costs by metric. Scaling and alarms do not use its metrics.',
    });
  }
  return cluster;
};

/** Joins what every task has with what one task has. Services of one app share its repository and its role. */
const makeTaskOf = (
  stack: Stack,
  { prefix, network, retain, data, services: settings }: ServicesStackProps,
) => {
  const repositories = new Map(
    deployedApps.map((app) => [
      app,
      Repository.fromRepositoryName(stack, `Images-${app}`, repositoryName(prefix, app)),
    ]),
  );
  return (app: DeployedApp, name: string, size: TaskSize, input: ContainerInput): TaskDeps => ({
    ...input,
    name,
    prefix,
    size,
    settings,
    retain,
    repository: repositories.get(app)!,
    taskRole: data.roles[app],
    logKey: network.logKey,
    ports: [MONITORING_PORT],
  });
};

const portOf = (baseUrl: string): number => {
  const { protocol, port } = new URL(baseUrl);
  if (protocol !== 'https:') throw new Error(`ocp.baseUrl: ${baseUrl}, expected https`);
  return port === '' ? 443 : Number(port);
};
