import { Stack } from 'aws-cdk-lib';
import { CfnScalingPolicy, ScalableTarget, ServiceNamespace } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { Cluster, FargateService } from 'aws-cdk-lib/aws-ecs';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { TaskRange } from './service-settings.ts';

/** A queue that a service drains, and how many of its messages one task may have. */
export type Backlog = { readonly queueName: string; readonly perTask: number };

/** Seconds. A new task needs about a minute to start and to take messages. */
const SCALE_OUT_COOLDOWN_S = 60;
/** Seconds. A task that stops returns its messages, so tasks are removed slowly. */
const SCALE_IN_COOLDOWN_S = 300;

/**
 * Keeps the messages per task of each queue at its target. With several queues the one that needs most tasks decides.
 *
 * A message that is being handled counts, too: else a service would shrink as soon as it has taken all messages.
 *
 * @throws {Error} if the service may have no task: then there is no number to divide by, and it would never start again.
 */
export const scaleByBacklog = (
  service: FargateService,
  cluster: Cluster,
  range: TaskRange,
  backlogs: readonly Backlog[],
): void => {
  if (range.min < 1) throw new Error(`${service.node.path}: at least ${range.min} tasks, expected 1 or more`);
  const target = new ScalableTarget(service, 'TaskCount', {
    serviceNamespace: ServiceNamespace.ECS,
    scalableDimension: 'ecs:service:DesiredCount',
    resourceId: `service/${cluster.clusterName}/${service.serviceName}`,
    minCapacity: range.min,
    maxCapacity: range.max,
    role: Role.fromRoleArn(service, 'ScalingRole', scalingRoleArn(Stack.of(service))),
  });
  for (const { queueName, perTask } of backlogs) {
    new CfnScalingPolicy(target, `Backlog-${queueName}`, {
      policyName: `${queueName}-backlog`,
      policyType: 'TargetTrackingScaling',
      scalingTargetId: target.scalableTargetId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: perTask,
        scaleOutCooldown: SCALE_OUT_COOLDOWN_S,
        scaleInCooldown: SCALE_IN_COOLDOWN_S,
        customizedMetricSpecification: { metrics: backlogPerTask(queueName, service, cluster) },
      },
    });
  }
};

const backlogPerTask = (queueName: string, service: FargateService, cluster: Cluster) => [
  queueMetric('visible', 'ApproximateNumberOfMessagesVisible', queueName),
  queueMetric('inProgress', 'ApproximateNumberOfMessagesNotVisible', queueName),
  runningTasks(service, cluster),
  {
    id: 'backlogPerTask',
    expression: '(visible + inProgress) / tasks',
    label: `Messages of ${queueName} per task`,
    returnData: true,
  },
];

/** The role that AWS makes for the scaling of ECS services. */
const scalingRoleArn = ({ partition, account }: Stack): string =>
  `arn:${partition}:iam::${account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`;

const queueMetric = (id: string, metricName: string, queueName: string) => ({
  id,
  returnData: false,
  metricStat: {
    stat: 'Average',
    metric: { namespace: 'AWS/SQS', metricName, dimensions: [{ name: 'QueueName', value: queueName }] },
  },
});

/** Each task reports its CPU once a minute, so the number of samples is the number of tasks. */
const runningTasks = (service: FargateService, cluster: Cluster) => ({
  id: 'tasks',
  returnData: false,
  metricStat: {
    stat: 'SampleCount',
    metric: {
      namespace: 'AWS/ECS',
      metricName: 'CPUUtilization',
      dimensions: [
        { name: 'ClusterName', value: cluster.clusterName },
        { name: 'ServiceName', value: service.serviceName },
      ],
    },
  },
});
