import { SendTaskHeartbeatCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { type MachineFixture, only, startMachineFixture, tokenTask } from './machine-fixture.ts';

describe('tasks that wait for a token', () => {
  let aws: MachineFixture;
  beforeEach(async () => {
    aws = await startMachineFixture();
  });
  afterEach(() => aws.stop());

  const task = (rest = {}, body = {}) => tokenTask(aws.QueueUrl, { End: true, ...rest }, body);

  it('gives the output of the answer to the execution', async () => {
    const arn = await aws.start({ StartAt: 'A', States: { A: task() } });
    const { token } = await aws.receive();
    await aws.succeed(token, { answer: 42 });
    expect(await aws.finish(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"answer":42}' });
  });

  it('fails the execution by the error of the answer', async () => {
    const arn = await aws.start({ StartAt: 'A', States: { A: task() } });
    await aws.fail((await aws.receive()).token, 'Broken', 'by "hand"');
    expect(await aws.finish(arn)).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'by "hand"' });
  });

  it('gives a new token to each retry, and refuses the one before', async () => {
    const Retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const arn = await aws.start({
      StartAt: 'A',
      States: { A: task({ Retry }, { 'retries.$': '$$.State.RetryCount' }) },
    });
    const first = await aws.receive();
    await aws.fail(first.token, 'Busy');
    const second = await aws.receive();
    expect([first['retries'], second['retries']]).toEqual([0, 1]);
    expect(second.token).not.toBe(first.token);
    await expect(aws.succeed(first.token)).rejects.toMatchObject({ name: 'InvalidToken' });
    await aws.fail(second.token, 'Busy', 'again');
    expect(await aws.finish(arn)).toMatchObject({ status: 'FAILED', error: 'Busy', cause: 'again' });
  });

  it('times a task out and tells a late worker so', async () => {
    const arn = await aws.start({ StartAt: 'A', States: { A: task({ TimeoutSeconds: 1 }) } });
    const { token } = await aws.receive();
    expect(await aws.finish(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    await expect(aws.succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await expect(aws.sfn.send(new SendTaskHeartbeatCommand({ taskToken: token }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it.each([
    ['States.Timeout', 'States.Timeout'],
    ['States.HeartbeatTimeout', 'States.HeartbeatTimeout'],
    ['States.ALL', 'States.Timeout'],
  ])('catches a missing heartbeat as %s', async (caught, reported) => {
    const Catch = [
      { ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' },
      { ErrorEquals: [caught], Next: 'Caught', ResultPath: '$.error' },
    ];
    const arn = await aws.start(
      {
        StartAt: 'A',
        States: {
          A: task({ HeartbeatSeconds: 1, Catch }),
          Wrong: { Type: 'Fail', Error: 'Wrong' },
          Caught: { Type: 'Pass', End: true },
        },
      },
      { kept: true },
    );
    await aws.receive();
    const { output } = await aws.finish(arn);
    expect(JSON.parse(output!)).toEqual({ kept: true, error: { Error: reported, Cause: '' } });
  });

  it('takes heartbeats of a task', async () => {
    const arn = await aws.start({ StartAt: 'A', States: { A: task({ HeartbeatSeconds: 60 }) } });
    const { token } = await aws.receive();
    await aws.sfn.send(new SendTaskHeartbeatCommand({ taskToken: token }));
    await aws.succeed(token);
    expect(await aws.finish(arn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('refuses tokens and outputs as AWS does', async () => {
    const arn = await aws.start({ StartAt: 'A', States: { A: task() } });
    const { token } = await aws.receive();
    const unknown = token.replace(/[0-9a-f]{12}$/, '000000000000');
    const send = (taskToken: string, output: string) =>
      aws.sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
    await expect(send('nonsense', '{}')).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(send(unknown, '{}')).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
    await expect(send(token, 'no JSON')).rejects.toMatchObject({ name: 'InvalidOutput' });
    await send(token, '{}');
    await expect(send(token, '{}')).rejects.toMatchObject({ name: 'InvalidToken' });
    expect(await aws.finish(arn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('fails a task by the error of SQS', async () => {
    const lost = tokenTask(`${aws.QueueUrl}-lost`, { End: true });
    expect(await aws.run(only(lost))).toMatchObject({
      status: 'FAILED',
      error: 'SQS.QueueDoesNotExistException',
    });
  });
});
