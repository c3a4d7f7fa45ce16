import { Duration } from 'aws-cdk-lib';
import type { Cluster, FargateService } from 'aws-cdk-lib/aws-ecs';
import {
  type ApplicationListener,
  type ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCondition,
  TargetGroupLoadBalancingAlgorithmType,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { Network } from '../network/make-network-stack.ts';
import { idleTimeoutS } from './idle-timeout.ts';
import { makeLoadBalancer } from './make-load-balancer.ts';
import type { SecurityGroups } from './make-security-groups.ts';
import { makeService } from './make-service.ts';
import { makeTaskDefinition, type TaskDeps } from './make-task-definition.ts';
import { MONITORING_PORT, PORT } from './ports.ts';
import type { IngestionSettings } from './service-settings.ts';

export type IngestionDeps = {
  readonly network: Network;
  readonly cluster: Cluster;
  readonly groups: SecurityGroups;
  readonly task: TaskDeps;
  readonly settings: IngestionSettings;
};

export type Ingestion = {
  readonly service: FargateService;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly targetGroup: ApplicationTargetGroup;
};

/** Percent. Uploads cost bandwidth, events cost CPU. */
const CPU_TARGET = 60;

/** Makes the ingestion API behind its load balancer. */
export const makeIngestionService = (stack: Construct, deps: IngestionDeps): Ingestion => {
  const { network, cluster, groups, settings } = deps;
  const scope = new Construct(stack, 'IngestionApi');
  const { loadBalancer, listener } = makeLoadBalancer(scope, {
    vpc: network.vpc,
    securityGroup: groups.loadBalancer,
    settings,
    idleTimeout: Duration.seconds(idleTimeoutS(settings)),
  });
  const service = makeService(scope, {
    serviceName: 'ingestion-api',
    cluster,
    taskDefinition: makeTaskDefinition(scope, deps.task),
    subnets: network.awsOnlySubnets,
    securityGroup: groups.ingestionApi,
    graceS: 60,
  });
  const targetGroup = makeTargetGroup(scope, deps);
  forwardApi(listener, targetGroup);
  service.attachToApplicationTargetGroup(targetGroup);
  const scaling = service.autoScaleTaskCount({
    minCapacity: settings.tasks.min,
    maxCapacity: settings.tasks.max,
  });
  scaling.scaleOnRequestCount('Requests', {
    targetGroup,
    requestsPerTarget: settings.requestsPerTaskAndMinute,
  });
  scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: CPU_TARGET });
  return { service, loadBalancer, targetGroup };
};

/**
 * The check asks whether the process is live, not whether it is ready: ECS replaces a task that fails the check, and a
 * new task does not repair DynamoDB.
 */
const makeTargetGroup = (scope: Construct, { network, settings }: IngestionDeps): ApplicationTargetGroup =>
  new ApplicationTargetGroup(scope, 'Targets', {
    vpc: network.vpc,
    targetType: TargetType.IP,
    protocol: ApplicationProtocol.HTTP,
    port: PORT,
    loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
    deregistrationDelay: Duration.seconds(settings.drainSeconds),
    healthCheck: {
      path: '/health/live',
      port: String(MONITORING_PORT),
      interval: Duration.seconds(10),
      timeout: Duration.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
    },
  });

/** Only the API. Every other path, `/metrics` and `/health` among them, gets the 404 of the listener. */
const forwardApi = (listener: ApplicationListener, targetGroup: ApplicationTargetGroup): void => {
  listener.addAction('Api', {
    priority: 10,
    conditions: [ListenerCondition.pathPatterns(['/v1/*', '/docs', '/docs/*'])],
    action: ListenerAction.forward([targetGroup]),
  });
};
