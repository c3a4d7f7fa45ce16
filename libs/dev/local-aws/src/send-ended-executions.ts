import { physicalName, queues } from '@recordings/topology';
import { type ExecutionEnded, WORKFLOW_MESSAGE_VERSION } from '@recordings/workflow';
import { type QueueUrlClients, queueUrlOf } from './queue-url-of.ts';
import type { LocalAws } from './start-local-aws.ts';

type Ended = Readonly<Record<keyof ExecutionEnded, string>>;

/** Sends the workers a message for each execution that ends unhandled, as the rule of `infra` does on AWS. */
export const sendEndedExecutions = async (
  { sendStatusChanges }: Pick<LocalAws, 'sendStatusChanges'>,
  clients: QueueUrlClients,
  { prefix, stateMachineArn }: { readonly prefix: string; readonly stateMachineArn: string },
): Promise<void> => {
  if (!sendStatusChanges) return;
  const queueUrl = await queueUrlOf(clients, physicalName(prefix, queues.workflowTasks.name));
  sendStatusChanges(stateMachineArn, {
    queueUrl,
    bodyOf: ({ executionArn: executionId, name: reconciliationId, status }) => {
      const ended: Ended = {
        ...{ kind: 'execution-ended', version: WORKFLOW_MESSAGE_VERSION },
        ...{ executionId, reconciliationId, status },
      };
      return JSON.stringify(ended);
    },
  });
};
