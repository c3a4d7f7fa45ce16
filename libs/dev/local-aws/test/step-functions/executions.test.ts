import {
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type MachineFixture, only, startMachineFixture, tokenTask } from './machine-fixture.ts';

const PASS = only({ Type: 'Pass', End: true });

describe('executions', () => {
  let aws: MachineFixture;
  beforeEach(async () => {
    aws = await startMachineFixture();
  });
  afterEach(() => aws.stop());

  const startAs = (stateMachineArn: string | undefined, name: string, input = '{}') =>
    aws.sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));

  it('starts an execution of a name once', async () => {
    const waiting = only(tokenTask(aws.QueueUrl, { End: true }));
    const stateMachineArn = await aws.create(waiting);
    const first = await startAs(stateMachineArn, 'one', '{"a":1}');
    expect(await startAs(stateMachineArn, 'one', '{"a":1}')).toMatchObject({
      executionArn: first.executionArn,
      startDate: first.startDate,
    });
    const taken = { name: 'ExecutionAlreadyExists' };
    await expect(startAs(stateMachineArn, 'one', '{"a":2}')).rejects.toMatchObject(taken);
    await aws.succeed((await aws.receive()).token);
    await aws.finish(first.executionArn!);
    await expect(startAs(stateMachineArn, 'one', '{"a":1}')).rejects.toMatchObject(taken);
  });

  it('refuses unknown ARNs, names and inputs as AWS does', async () => {
    const stateMachineArn = await aws.create(PASS);
    await expect(startAs(`${stateMachineArn}-x`, 'a')).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    await expect(startAs(stateMachineArn, 'a:b')).rejects.toMatchObject({ name: 'InvalidName' });
    await expect(startAs(stateMachineArn, 'a', 'x')).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    await expect(aws.describe('arn:none')).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });

  it('lists executions by status, the newest first, in pages', async () => {
    const choose = {
      StartAt: 'Choose',
      States: {
        Choose: {
          Type: 'Choice',
          Choices: [{ Variable: '$.fails', BooleanEquals: true, Next: 'Fails' }],
          Default: 'Ends',
        },
        Fails: { Type: 'Fail', Error: 'Wanted' },
        Ends: { Type: 'Succeed' },
      },
    };
    const stateMachineArn = await aws.create(choose);
    for (const name of ['a', 'b', 'c', 'd']) {
      const { executionArn } = await startAs(stateMachineArn, name, JSON.stringify({ fails: name === 'b' }));
      await aws.finish(executionArn!);
    }
    const list = async (rest: object) => {
      const page = await aws.sfn.send(new ListExecutionsCommand({ stateMachineArn, ...rest }));
      return { names: page.executions?.map(({ name }) => name), nextToken: page.nextToken };
    };
    expect(await list({ statusFilter: 'FAILED' })).toEqual({ names: ['b'] });
    const { names, nextToken } = await list({ statusFilter: 'SUCCEEDED', maxResults: 2 });
    expect(names).toEqual(['d', 'c']);
    expect(await list({ statusFilter: 'SUCCEEDED', nextToken })).toEqual({ names: ['a'] });
    expect((await list({})).names).toEqual(['d', 'c', 'b', 'a']);
  });

  it('stops an execution and its task at once', async () => {
    const executionArn = await aws.start(only(tokenTask(aws.QueueUrl, { End: true })));
    const { token } = await aws.receive();
    await aws.sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'by an operator' }));
    expect(await aws.describe(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'by an operator',
      stopDate: expect.any(Date),
    });
    await expect(aws.succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('times an execution out', async () => {
    const arn = await aws.start({ ...only(tokenTask(aws.QueueUrl, { End: true })), TimeoutSeconds: 1 });
    const { token } = await aws.receive();
    expect(await aws.finish(arn)).toMatchObject({ status: 'TIMED_OUT' });
    await expect(aws.succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('runs the state again that ended a redriven execution', async () => {
    const executionArn = await aws.start({
      StartAt: 'First',
      States: {
        First: { Type: 'Pass', Result: { from: 'first' }, Next: 'Second' },
        Second: tokenTask(aws.QueueUrl, { End: true }, { 'from.$': '$.from', 'id.$': '$$.Execution.Id' }),
      },
    });
    const redrive = () => aws.sfn.send(new RedriveExecutionCommand({ executionArn }));
    await expect(redrive()).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
    await aws.fail((await aws.receive()).token, 'Broken');
    expect(await aws.finish(executionArn)).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
    await redrive();
    const again = await aws.receive();
    expect(again).toMatchObject({ from: 'first', id: executionArn });
    await aws.succeed(again.token, 'done');
    const ended = await aws.finish(executionArn);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '"done"', redriveCount: 1 });
    expect(ended.error).toBeUndefined();
    await expect(redrive()).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
  });

  it('ends with executions that wait', async () => {
    await aws.start(only({ Type: 'Wait', Seconds: 100_000, End: true }));
    await aws.start(only(tokenTask(aws.QueueUrl, { End: true, HeartbeatSeconds: 100_000 })));
    await aws.receive();
  });
});
