import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { endedExecutionsRule, physicalName, queues } from '@recordings/topology';
import { type ExecutionEnded, WORKFLOW_MESSAGE_VERSION } from '@recordings/workflow';
import type { AwsClients } from './aws-clients.ts';

export type EndedRuleOptions = { readonly prefix: string; readonly stateMachineArn: string };

/** Of the template: `<name>` is the value of a path. */
const TEMPLATE: Readonly<Record<keyof ExecutionEnded, string>> = {
  kind: 'execution-ended' satisfies ExecutionEnded['kind'],
  version: WORKFLOW_MESSAGE_VERSION,
  executionId: '<executionArn>',
  reconciliationId: '<name>',
  status: '<status>',
};

/** Creates the rule of EventBridge that `infra` has on AWS: it sends the workers each execution that ends unhandled. */
export const provisionEndedRule = async (
  { events }: Pick<AwsClients, 'events'>,
  { prefix, stateMachineArn }: EndedRuleOptions,
): Promise<void> => {
  const [, , , region, account] = stateMachineArn.split(':');
  const Name = physicalName(prefix, endedExecutionsRule);
  const detail = { stateMachineArn: [stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] };
  const pattern = {
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail,
  };
  await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
  await events.send(
    new PutTargetsCommand({
      Rule: Name,
      Targets: [
        {
          Id: 'workers',
          Arn: `arn:aws:sqs:${region}:${account}:${physicalName(prefix, queues.workflowTasks.name)}`,
          InputTransformer: {
            InputPathsMap: {
              executionArn: '$.detail.executionArn',
              name: '$.detail.name',
              status: '$.detail.status',
            },
            InputTemplate: JSON.stringify(TEMPLATE),
          },
        },
      ],
    }),
  );
};
