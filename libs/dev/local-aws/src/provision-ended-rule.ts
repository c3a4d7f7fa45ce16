import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { endedExecutionsRule, physicalName, queues } from '@recordings/topology';
import { ENDED_EVENT_FIELDS, endedEventsOf, makeExecutionEnded } from '@recordings/workflow';
import type { AwsClients } from './aws-clients.ts';

export type EndedRuleOptions = { readonly prefix: string; readonly stateMachineArn: string };

/** Creates the rule of EventBridge that `infra` has on AWS: it sends the workers each execution that ends unhandled. */
export const provisionEndedRule = async (
  { events }: Pick<AwsClients, 'events'>,
  { prefix, stateMachineArn }: EndedRuleOptions,
): Promise<void> => {
  const [, , , region, account] = stateMachineArn.split(':');
  const Name = physicalName(prefix, endedExecutionsRule);
  const pattern = endedEventsOf(stateMachineArn);
  await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
  await events.send(
    new PutTargetsCommand({
      Rule: Name,
      Targets: [
        {
          Id: 'workers',
          Arn: `arn:aws:sqs:${region}:${account}:${physicalName(prefix, queues.workflowTasks.name)}`,
          InputTransformer: {
            InputPathsMap: Object.fromEntries(
              ENDED_EVENT_FIELDS.map((field) => [field, `$.detail.${field}`]),
            ),
            // `<field>` is replaced by the value of its path.
            InputTemplate: JSON.stringify(makeExecutionEnded((field) => `<${field}>`)),
          },
        },
      ],
    }),
  );
};
