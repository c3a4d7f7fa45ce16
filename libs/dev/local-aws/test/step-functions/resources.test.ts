import { CreateTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type Json, type MachineFixture, only, startMachineFixture } from './machine-fixture.ts';

describe('resources of tasks', () => {
  let aws: MachineFixture;
  beforeEach(async () => {
    aws = await startMachineFixture();
    await aws.dynamodb.send(
      new CreateTableCommand({
        TableName: 'windows',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  });
  afterEach(() => aws.stop());

  const update = (rest: Json = {}) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:updateItem',
    Parameters: {
      TableName: 'windows',
      Key: { pk: { 'S.$': '$.id' } },
      UpdateExpression: 'SET revision = :next, execution = :execution',
      ConditionExpression: 'attribute_not_exists(revision) OR revision = :expected',
      ExpressionAttributeValues: {
        ':next': { 'N.$': "States.Format('{}', States.MathAdd($.revision, 1))" },
        ':expected': { 'N.$': "States.Format('{}', $.revision)" },
        ':execution': { 'S.$': '$$.Execution.Name' },
      },
      ReturnValues: 'ALL_NEW',
    },
    ResultSelector: { 'revision.$': '$.Attributes.revision.N' },
    ResultPath: '$.stored',
    Next: 'Done',
    ...rest,
  });
  const machine = (state: Json) => ({
    StartAt: 'Update',
    States: {
      Update: state,
      Done: { Type: 'Succeed' },
      ...('Catch' in state && { Stale: { Type: 'Pass', End: true } }),
    },
  });

  it('updates an item', async () => {
    const input = { id: 'w1', revision: 4 };
    const { result, name } = await aws.run(machine(update()), input);
    expect(result).toEqual({ ...input, stored: { revision: '5' } });
    const { Item } = await aws.dynamodb.send(
      new GetItemCommand({ TableName: 'windows', Key: { pk: { S: 'w1' } } }),
    );
    expect(Item).toEqual({ pk: { S: 'w1' }, revision: { N: '5' }, execution: { S: name } });
  });

  it('catches a failed condition by its name', async () => {
    await aws.run(machine(update()), { id: 'w1', revision: 4 });
    const Catch = [
      { ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], Next: 'Stale', ResultPath: '$.error' },
    ];
    const { result } = await aws.run(machine(update({ Catch })), { id: 'w1', revision: 9 });
    expect(result).toMatchObject({
      revision: 9,
      error: { Error: 'DynamoDB.ConditionalCheckFailedException', Cause: expect.any(String) },
    });
  });

  it('fails by a table that does not exist', async () => {
    const state = update();
    const Parameters = { ...state.Parameters, TableName: 'lost' };
    expect(await aws.run(machine({ ...state, Parameters }), { id: 'w', revision: 1 })).toMatchObject({
      status: 'FAILED',
      error: 'DynamoDB.ResourceNotFoundException',
    });
  });

  it('sends a text as it is, with attributes', async () => {
    const { result } = await aws.run(
      only({
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Parameters: {
          QueueUrl: aws.QueueUrl,
          'MessageBody.$': '$.text',
          MessageAttributes: { kind: { DataType: 'String', 'StringValue.$': '$.kind' } },
        },
        End: true,
      }),
      { text: 'plain "text"', kind: 'test' },
    );
    const { Messages } = await aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: aws.QueueUrl, MessageAttributeNames: ['All'] }),
    );
    expect(Messages).toMatchObject([
      { Body: 'plain "text"', MessageAttributes: { kind: { StringValue: 'test' } } },
    ]);
    expect(result).toMatchObject({ MessageId: Messages![0]!.MessageId });
  });
});
