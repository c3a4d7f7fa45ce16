import { type Json, type MachineFixture, only, startMachineFixture, tokenTask } from './machine-fixture.ts';

describe('branches', () => {
  let aws: MachineFixture;
  beforeEach(async () => {
    aws = await startMachineFixture();
  });
  afterEach(() => aws.stop());

  const context = {
    'id.$': '$$.Execution.Id',
    'at.$': '$$.State.EnteredTime',
    'start.$': '$$.Execution.StartTime',
  };
  const branch = (name: string, rest: Json = {}) => ({
    StartAt: name,
    States: {
      [name]: tokenTask(
        aws.QueueUrl,
        { End: true, ...rest },
        { name, ...context, 'input.$': '$$.Execution.Input' },
      ),
    },
  });
  const both = (rest: Json = {}, right: Json = {}) => ({
    StartAt: 'Both',
    States: {
      Both: { Type: 'Parallel', Branches: [branch('Left'), branch('Right', right)], End: true, ...rest },
      ...('Catch' in rest && { Caught: { Type: 'Pass', End: true } }),
    },
  });
  const receiveBoth = async () => {
    const messages = [await aws.receive(), await aws.receive()];
    const of = (name: string) => messages.find((message) => message['name'] === name)!;
    return { left: of('Left'), right: of('Right') };
  };

  it('gives each branch a token and the context of the execution', async () => {
    const arn = await aws.start(
      both({ ResultSelector: { 'left.$': '$[0]', 'right.$': '$[1].b' }, ResultPath: '$.done' }),
      { kept: 1 },
    );
    const { left, right } = await receiveBoth();
    const { startDate } = await aws.describe(arn);
    for (const message of [left, right]) {
      expect(message).toMatchObject({ id: arn, start: startDate!.toISOString(), input: { kept: 1 } });
      expect(Date.parse(String(message['at']))).toBeGreaterThanOrEqual(startDate!.getTime());
    }
    await aws.succeed(right.token, { b: 2 });
    await aws.succeed(left.token, { a: 1 });
    const { output } = await aws.finish(arn);
    expect(JSON.parse(output!)).toEqual({ kept: 1, done: { left: { a: 1 }, right: 2 } });
  });

  it('ends the other branch when one fails, and catches the error', async () => {
    const arn = await aws.start(
      both({ Catch: [{ ErrorEquals: ['Broken'], Next: 'Caught', ResultPath: '$.error' }] }),
      { kept: 1 },
    );
    const { left, right } = await receiveBoth();
    await aws.fail(left.token, 'Broken', 'left');
    const { output } = await aws.finish(arn);
    expect(JSON.parse(output!)).toEqual({ kept: 1, error: { Error: 'Broken', Cause: 'left' } });
    await expect(aws.succeed(right.token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('goes on with the other branch when one catches its missing heartbeat', async () => {
    const right = branch('Right', {
      HeartbeatSeconds: 1,
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Tell' }],
    });
    const Late = { Type: 'Pass', Result: 'late', End: true };
    const Tell = { ...send({ QueueUrl: aws.QueueUrl, MessageBody: { late: true } }), Next: 'Late' };
    const Branches = [branch('Left'), { ...right, States: { ...right.States, Tell, Late } }];
    const arn = await aws.start(only({ Type: 'Parallel', Branches, End: true }));
    const { left, right: late } = await receiveBoth();
    expect(await aws.receive()).toEqual({ late: true });
    await expect(aws.succeed(late.token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await aws.succeed(left.token, 'on time');
    expect(await aws.finish(arn)).toMatchObject({ output: '["on time","late"]' });
  });

  it('retries all branches with new tokens', async () => {
    const arn = await aws.start(
      both({ Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 1 }] }),
    );
    const first = await receiveBoth();
    await aws.fail(first.left.token, 'Busy');
    const second = await receiveBoth();
    await expect(aws.succeed(first.right.token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await aws.succeed(second.left.token, 1);
    await aws.succeed(second.right.token, 2);
    expect(await aws.finish(arn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2]' });
  });

  it('sends a message for each item of a Map, in the order of the items', async () => {
    const sendCall = {
      ...send({
        QueueUrl: aws.QueueUrl,
        MessageBody: { 'call.$': '$.call', 'group.$': '$.group', 'index.$': '$$.Map.Item.Index' },
      }),
      ResultSelector: { 'sent.$': '$.MessageId' },
      End: true,
    };
    const { result } = await aws.run(
      only({
        Type: 'Map',
        ItemsPath: '$.calls',
        ItemSelector: { 'call.$': '$$.Map.Item.Value', 'group.$': '$.group' },
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'Item', States: { Item: sendCall } },
        MaxConcurrencyPath: '$.atATime',
        End: true,
      }),
      { calls: ['a', 'b', 'c'], group: 'g', atATime: 1 },
    );
    expect(result).toEqual(Array.from({ length: 3 }, () => ({ sent: expect.any(String) })));
    const bodies = [await aws.receive(), await aws.receive(), await aws.receive()];
    expect(bodies).toEqual(['a', 'b', 'c'].map((call, index) => ({ call, group: 'g', index })));
  });

  it('gives each item of a Map its own token and starts no more items after one failed', async () => {
    const arn = await aws.start(
      only({
        Type: 'Map',
        ItemProcessor: {
          StartAt: 'Item',
          States: { Item: tokenTask(aws.QueueUrl, { End: true }, { 'item.$': '$' }) },
        },
        MaxConcurrency: 2,
        End: true,
      }),
      ['a', 'b', 'c'],
    );
    const messages = [await aws.receive(), await aws.receive()];
    const tokenOf = (item: string) => messages.find((message) => message['item'] === item)!.token;
    await aws.fail(tokenOf('b'), 'Broken');
    expect(await aws.finish(arn)).toMatchObject({ status: 'FAILED', error: 'Broken' });
    await expect(aws.succeed(tokenOf('a'))).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(await aws.countMessages()).toBe(2);
  });
});

const send = (Parameters: Json): Json => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage',
  Parameters,
});
