import { physicalName } from '@recordings/topology';
import { Duration, TimeZone } from 'aws-cdk-lib';
import type { ISecurityGroup, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Cluster, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { EcsRunFargateTask } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { makeDeadLetters } from '../make-dead-letters.ts';
import type { ScheduleSettings } from '../service-settings.ts';
import { eventBridgeCron } from './event-bridge-cron.ts';

export type PoolerScheduleDeps = {
  readonly prefix: string;
  readonly cluster: Cluster;
  readonly taskDefinition: FargateTaskDefinition;
  readonly subnets: SubnetSelection;
  readonly securityGroup: ISecurityGroup;
  readonly settings: ScheduleSettings;
};

/**
 * Starts the pooler as a one-shot task by EventBridge Scheduler. A start that fails twice more goes to the DLQ: the next
 * execution finds the same calls.
 */
export const makePoolerSchedule = (
  scope: Construct,
  { prefix, cluster, taskDefinition, subnets, securityGroup, settings }: PoolerScheduleDeps,
): { readonly schedule: Schedule; readonly notStarted: Queue } => {
  const notStarted = makeDeadLetters(scope, {
    id: 'NotStarted',
    prefix,
    name: 'pooler-not-started',
    reason: 'It is the DLQ of the schedule.',
  });
  const schedule = new Schedule(scope, 'Schedule', {
    scheduleName: physicalName(prefix, 'pooler'),
    description: 'Finds calls whose recording is missing',
    schedule: ScheduleExpression.expression(
      eventBridgeCron(settings.cronExpression),
      TimeZone.of(settings.timezone),
    ),
    enabled: settings.enabled,
    target: new EcsRunFargateTask(cluster, {
      taskDefinition,
      vpcSubnets: subnets,
      securityGroups: [securityGroup],
      assignPublicIp: false,
      retryAttempts: 2,
      maxEventAge: Duration.minutes(10),
      deadLetterQueue: notStarted,
    }),
  });
  return { schedule, notStarted };
};
