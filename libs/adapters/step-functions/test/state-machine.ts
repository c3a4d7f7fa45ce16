import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { makeAwsClients, startLocalAws } from '@recordings/local-aws';
import { waitUntil } from '@recordings/test-kit';

/** The embedded AWS with a state machine of one task, which fails after so long without an answer or a heartbeat. */
export const startStateMachine = async (heartbeatS = 60) => {
  const aws = await startLocalAws();
  const { sfn, sqs, ...others } = makeAwsClients(aws.clientConfig);
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'tasks' }));
  const Task = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: { QueueUrl, MessageBody: { 'token.$': '$$.Task.Token' } },
    HeartbeatSeconds: heartbeatS,
    End: true,
  };
  const { stateMachineArn = '' } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'machine',
      roleArn: 'arn:aws:iam::000000000000:role/any',
      definition: JSON.stringify({ StartAt: 'Task', States: { Task } }),
    }),
  );
  const list = async () => (await sfn.send(new ListExecutionsCommand({ stateMachineArn }))).executions ?? [];

  return {
    sfn,
    stateMachineArn,
    countExecutions: async (): Promise<number> => (await list()).length,
    receiveToken: async (): Promise<string> => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
      return (JSON.parse(Messages![0]!.Body!) as { readonly token: string }).token;
    },
    /** Waits for the end of the execution of this name. */
    endOf: async (wanted: string): Promise<DescribeExecutionOutput> => {
      const find = async () => (await list()).find(({ name }) => name === wanted);
      await waitUntil(`${wanted} has ended`, async () => (await find())?.status !== 'RUNNING');
      return sfn.send(new DescribeExecutionCommand({ executionArn: (await find())!.executionArn }));
    },
    stop: async (): Promise<void> => {
      for (const client of [sfn, sqs, ...Object.values(others)]) client.destroy();
      await aws.stop();
    },
  };
};
