import { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import {
  AvailabilityZoneRebalancing,
  type Cluster,
  FargatePlatformVersion,
  FargateService,
  type FargateTaskDefinition,
  PropagatedTagSource,
} from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';

export type MakeServiceDeps = {
  readonly serviceName: string;
  readonly cluster: Cluster;
  readonly taskDefinition: FargateTaskDefinition;
  readonly subnets: SubnetSelection;
  readonly securityGroup: ISecurityGroup;
  /** Time that a new task has before the load balancer's health checks count. */
  readonly graceS?: number;
};

/**
 * Makes a service whose old tasks stop only after new ones run. A deployment whose tasks do not become healthy is rolled
 * back. The number of tasks belongs to autoscaling: a deployment does not change it.
 */
export const makeService = (scope: Construct, deps: MakeServiceDeps): FargateService =>
  new FargateService(scope, 'Service', {
    serviceName: deps.serviceName,
    cluster: deps.cluster,
    taskDefinition: deps.taskDefinition,
    vpcSubnets: deps.subnets,
    securityGroups: [deps.securityGroup],
    assignPublicIp: false,
    platformVersion: FargatePlatformVersion.VERSION1_4,
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { enable: true, rollback: true },
    availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
    enableExecuteCommand: false,
    enableECSManagedTags: true,
    propagateTags: PropagatedTagSource.SERVICE,
    ...(deps.graceS !== undefined && { healthCheckGracePeriod: Duration.seconds(deps.graceS) }),
  });
