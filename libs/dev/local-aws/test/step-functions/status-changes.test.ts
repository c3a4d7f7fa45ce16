import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { type MachineFixture, only, startMachineFixture, tokenTask } from './machine-fixture.ts';

describe('changes of status', () => {
  let aws: MachineFixture;
  beforeEach(async () => {
    aws = await startMachineFixture();
  });
  afterEach(() => aws.stop());

  const createWithRule = async (...[definition]: Parameters<MachineFixture['create']>) => {
    const stateMachineArn = await aws.create(definition);
    aws.aws.sendStatusChanges!(stateMachineArn, {
      queueUrl: aws.QueueUrl,
      bodyOf: (detail) => JSON.stringify({ kind: 'ended', ...detail }),
    });
    return stateMachineArn;
  };

  it('sends one message for an execution that failed', async () => {
    const failing = only({ Type: 'Fail', Error: 'Wanted', Cause: 'why' });
    await aws.run(failing);
    const stateMachineArn = await createWithRule(failing);
    const executionArn = await aws.startOn(stateMachineArn, { a: 1 });
    const { name, startDate, stopDate } = await aws.finish(executionArn);
    expect(await aws.receive()).toEqual({
      kind: 'ended',
      executionArn,
      stateMachineArn,
      name,
      status: 'FAILED',
      startDate: startDate!.getTime(),
      stopDate: stopDate!.getTime(),
      input: '{"a":1}',
      output: null,
      error: 'Wanted',
      cause: 'why',
    });
    expect(await aws.countMessages()).toBe(1);
  });

  it('sends one for an execution that timed out or was stopped, and none for a success', async () => {
    const { QueueUrl = '' } = await aws.sqs.send(new CreateQueueCommand({ QueueName: 'others' }));
    const waiting = only(tokenTask(QueueUrl, { End: true }));
    await aws.finish(await aws.startOn(await createWithRule(only({ Type: 'Succeed' }))));
    const late = await aws.startOn(await createWithRule({ ...waiting, TimeoutSeconds: 1 }));
    expect(await aws.receive()).toMatchObject({ executionArn: late, status: 'TIMED_OUT' });
    const executionArn = await aws.startOn(await createWithRule(waiting));
    await aws.sfn.send(new StopExecutionCommand({ executionArn }));
    expect(await aws.receive()).toMatchObject({ executionArn, status: 'ABORTED', error: null });
    expect(await aws.countMessages()).toBe(2);
  });
});
