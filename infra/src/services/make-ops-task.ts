import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Network } from '../network/make-network-stack.ts';
import type { SecurityGroups } from './make-security-groups.ts';
import { makeTaskDefinition, type TaskDeps } from './make-task-definition.ts';

export type OpsTaskDeps = {
  readonly network: Network;
  readonly groups: Pick<SecurityGroups, 'workers'>;
  readonly task: TaskDeps;
};

/** Makes the task that runs one command of an operator, and says where it runs: see docs/operations.md. */
export const makeOpsTask = (scope: Construct, { network, groups, task }: OpsTaskDeps): void => {
  const construct = new Construct(scope, 'Ops');
  makeTaskDefinition(construct, { ...task, ports: [] });
  const { subnetIds } = network.vpc.selectSubnets(network.awsOnlySubnets);
  const where = `subnets=[${subnetIds.join(',')}],securityGroups=[${groups.workers.securityGroupId}],assignPublicIp=DISABLED`;
  new CfnOutput(construct, 'Network', {
    value: `awsvpcConfiguration={${where}}`,
    description: 'Of aws ecs run-task for the task of operators',
  }).overrideLogicalId('OpsNetwork');
};
