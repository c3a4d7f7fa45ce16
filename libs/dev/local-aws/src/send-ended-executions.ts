import { physicalName, queues } from '@recordings/topology';
import { makeExecutionEnded } from '@recordings/workflow';
import type { AwsClients } from './aws-clients.ts';
import { type EndedRuleOptions, provisionEndedRule } from './provision-ended-rule.ts';
import { type QueueUrlClients, queueUrlOf } from './queue-url-of.ts';
import type { LocalAws } from './start-local-aws.ts';

/** Sends the workers a message for each execution that ends unhandled, as the rule of `infra` does on AWS. LocalStack has rules. */
export const sendEndedExecutions = async (
  { sendStatusChanges }: Pick<LocalAws, 'sendStatusChanges'>,
  clients: QueueUrlClients & Pick<AwsClients, 'events'>,
  { prefix, stateMachineArn }: EndedRuleOptions,
): Promise<void> => {
  if (!sendStatusChanges) return provisionEndedRule(clients, { prefix, stateMachineArn });
  const queueUrl = await queueUrlOf(clients, physicalName(prefix, queues.workflowTasks.name));
  sendStatusChanges(stateMachineArn, {
    queueUrl,
    bodyOf: (detail) => JSON.stringify(makeExecutionEnded((field) => detail[field])),
  });
};
