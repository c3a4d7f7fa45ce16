import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import {
  type AwsClients,
  type LocalAws,
  makeAwsClients,
  type StatusChangeRule,
  startLocalAws,
} from '../../src/index.ts';

export type Json = Record<string, unknown>;
type Definition = { StartAt: string; States: Json; TimeoutSeconds?: number };

/** The embedded AWS with one queue, and what the tests do with its state machines. */
export const startMachineFixture = async () => {
  const aws: LocalAws = await startLocalAws();
  const clients: AwsClients = makeAwsClients(aws.clientConfig);
  const { sfn, sqs } = clients;
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'tasks' }));
  let machines = 0;
  let rule: StatusChangeRule | undefined;

  const create = async (definition: Definition): Promise<string> => {
    const { stateMachineArn = '' } = await sfn.send(
      new CreateStateMachineCommand({
        name: `machine-${machines++}`,
        definition: JSON.stringify(definition),
        roleArn: 'arn:aws:iam::000000000000:role/any',
      }),
    );
    if (rule) aws.sendStatusChanges!(stateMachineArn, rule);
    return stateMachineArn;
  };

  const startOn = async (stateMachineArn: string, input: unknown = {}): Promise<string> => {
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    return executionArn;
  };

  const start = async (definition: Definition, input?: unknown): Promise<string> =>
    startOn(await create(definition), input);

  const describe = (executionArn: string): Promise<DescribeExecutionOutput> =>
    sfn.send(new DescribeExecutionCommand({ executionArn }));

  /** Waits for the end. */
  const finish = async (executionArn: string): Promise<DescribeExecutionOutput> => {
    const found = await describe(executionArn);
    return found.status === 'RUNNING' ? finish(executionArn) : found;
  };

  const run = async (definition: Definition, input?: unknown) => {
    const ended = await finish(await start(definition, input));
    return { ...ended, result: JSON.parse(ended.output ?? 'null') as unknown };
  };

  /** The body of the next message, which must come. */
  const receive = async (): Promise<Json & { token: string }> => {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, VisibilityTimeout: 600 }),
    );
    return JSON.parse(Messages![0]!.Body!) as Json & { token: string };
  };

  return {
    ...clients,
    aws,
    QueueUrl,
    /** For the machines that are created from now on. */
    setRule: (next: StatusChangeRule): void => {
      rule = next;
    },
    create,
    startOn,
    start,
    describe,
    finish,
    run,
    receive,
    /** Messages of the queue, those that were received too. */
    countMessages: async (): Promise<number> => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      return (
        Number(Attributes?.['ApproximateNumberOfMessages']) +
        Number(Attributes?.['ApproximateNumberOfMessagesNotVisible'])
      );
    },
    succeed: (taskToken: string, output: unknown = {}) =>
      sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
    fail: (taskToken: string, error: string, cause?: string) =>
      sfn.send(new SendTaskFailureCommand({ taskToken, error, cause })),
    stop: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await aws.stop();
    },
  };
};

export type MachineFixture = Awaited<ReturnType<typeof startMachineFixture>>;

/** A task that sends its token with more data to the queue and waits. */
export const tokenTask = (QueueUrl: string, rest: Json = {}, body: Json = {}): Json => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: { QueueUrl, MessageBody: { 'token.$': '$$.Task.Token', ...body } },
  ...rest,
});

/** A machine of one state. */
export const only = (state: Json): Definition => ({
  StartAt: 'Only',
  States: { Only: state },
});
