import { CreateStateMachineCommand, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import {
  physicalName,
  queues,
  reconciliationFailures,
  reconciliationStateMachine,
  tables,
} from '@recordings/topology';
import { defineStateMachine } from '@recordings/workflow';
import type { AwsClients } from './aws-clients.ts';
import { queueUrlOf } from './queue-url-of.ts';
import { sendEndedExecutions } from './send-ended-executions.ts';
import { speedUp } from './speed-up.ts';
import type { LocalAws } from './start-local-aws.ts';

/** Here a day plays in seconds: 30 s between two attempts become one. */
const PACE = 30;
/** Emulators do not check it. AWS refuses it: there the variable STATE_MACHINE_ROLE_ARN names a role of the account. */
const ROLE_OF_EMULATORS = 'arn:aws:iam::000000000000:role/reconciliation';

type StateMachineOptions = {
  readonly aws: Pick<LocalAws, 'sendStatusChanges'>;
  readonly clients: Pick<AwsClients, 'sfn' | 'sqs' | 'events'>;
  readonly prefix: string;
};

/**
 * Creates the state machine that drives windows, or gives it the definition of this version. Its waits are short. Workers
 * hear of its executions that end unhandled.
 *
 * @param options.aws without `sendStatusChanges` if the endpoint has rules of EventBridge.
 * @param options.prefix of queues that exist.
 * @returns its ARN.
 */
export const provisionStateMachine = async ({
  aws,
  clients,
  prefix,
}: StateMachineOptions): Promise<string> => {
  const stateMachineArn = await createOrUpdate(clients, prefix);
  await sendEndedExecutions(aws, clients, { prefix, stateMachineArn });
  return stateMachineArn;
};

const createOrUpdate = async (clients: Pick<AwsClients, 'sfn' | 'sqs'>, prefix: string): Promise<string> => {
  const { sfn } = clients;
  const urlOf = (queue: string): Promise<string> => queueUrlOf(clients, physicalName(prefix, queue));
  const name = physicalName(prefix, reconciliationStateMachine);
  const machine = defineStateMachine({
    tasksQueueUrl: await urlOf(queues.workflowTasks.name),
    failuresQueueUrl: await urlOf(reconciliationFailures),
    reconciliationsTable: physicalName(prefix, tables.reconciliations.name),
  });
  const definition = JSON.stringify(speedUp(machine, PACE));
  const roleArn = process.env['STATE_MACHINE_ROLE_ARN'] ?? ROLE_OF_EMULATORS;
  try {
    const created = await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }));
    return created.stateMachineArn!;
  } catch (error) {
    // It exists with another definition. The message of the error has its ARN.
    const arn = error instanceof Error && error.name === 'StateMachineAlreadyExists' && arnIn(error.message);
    if (!arn) throw error;
    await sfn.send(new UpdateStateMachineCommand({ stateMachineArn: arn, definition }));
    return arn;
  }
};

const arnIn = (text: string): string | undefined => /arn:[^\s']+:stateMachine:[\w-]+/.exec(text)?.[0];
