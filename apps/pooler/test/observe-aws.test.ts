import {
  BatchExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { PublishBatchCommand } from '@aws-sdk/client-sns';
import { DYNAMODB_LIMITS, makeDynamoDbClient } from '@recordings/dynamodb-stores';
import { makeSnsClient, SNS_LIMITS } from '@recordings/messaging';
import { makeMetrics } from '@recordings/service';
import { metricSum, startServer, type TestServer } from '@recordings/test-kit';
import { observeDynamoDb, observeSns } from '../src/observe-aws.ts';
import { makePoolerMetrics } from '../src/pooler-metrics.ts';

type Answer = { readonly status: number; readonly body: string };

let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** A server that gives these answers in turn, and then repeats the last one. */
const startAws = async (...answers: Answer[]) => {
  server = await startServer((request, response) => {
    const { status, body } = answers.length > 1 ? answers.shift()! : answers[0]!;
    request.resume().on('end', () => response.writeHead(status).end(body));
  });
  return {
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
};

const makeObserved = () => {
  const process = makeMetrics('pooler');
  let ms = 0;
  return {
    metrics: makePoolerMetrics(process),
    /** A clock that moves by 7 ms each time it is read. */
    nowMs: () => (ms += 7),
    sum: async (name: string, ...labels: string[]) => metricSum(await process.exposition(), name, ...labels),
  };
};

describe('observeDynamoDb', () => {
  const failing = (type: string): Answer => ({
    status: 400,
    body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no' }),
  });
  const get = new GetItemCommand({ TableName: 't', Key: { id: { S: 'a' } } });

  it('counts each failed attempt, even if a later attempt succeeds', async () => {
    const throttled = failing('ProvisionedThroughputExceededException');
    const aws = await startAws(throttled, throttled, { status: 200, body: '{}' });
    const { metrics, nowMs, sum } = makeObserved();
    await observeDynamoDb(makeDynamoDbClient(DYNAMODB_LIMITS, aws), metrics, nowMs).send(get);
    expect(await sum('dynamodb_errors_total')).toBe(2);
    expect(await sum('dynamodb_errors_total', 'type="ProvisionedThroughputExceededException"')).toBe(2);
  });

  it('measures each query, and no other request', async () => {
    const aws = await startAws({ status: 200, body: '{}' });
    const { metrics, nowMs, sum } = makeObserved();
    const dynamodb = observeDynamoDb(makeDynamoDbClient(DYNAMODB_LIMITS, aws), metrics, nowMs);
    await dynamodb.send(get);
    expect(await sum('query_duration_ms_count')).toBe(0);
    await dynamodb.send(new QueryCommand({ TableName: 't', KeyConditionExpression: 'a = b' }));
    expect(await sum('query_duration_ms_count')).toBe(1);
    expect(await sum('query_duration_ms_sum')).toBe(7);
  });

  it('does not count a failed condition', async () => {
    const aws = await startAws(failing('ConditionalCheckFailedException'));
    const { metrics, nowMs, sum } = makeObserved();
    const put = new PutItemCommand({
      TableName: 't',
      Item: { id: { S: 'a' } },
      ConditionExpression: 'a = b',
    });
    const dynamodb = observeDynamoDb(makeDynamoDbClient(DYNAMODB_LIMITS, aws), metrics, nowMs);
    await expect(dynamodb.send(put)).rejects.toThrow();
    expect(await sum('dynamodb_errors_total')).toBe(0);
  });

  it('counts the writes that a batch refuses inside a successful answer, but no failed condition', async () => {
    const Responses = ['ThrottlingError', undefined, 'ConditionalCheckFailed', 'ThrottlingError'].map(
      (Code) => (Code === undefined ? {} : { Error: { Code } }),
    );
    const aws = await startAws({ status: 200, body: JSON.stringify({ Responses }) });
    const { metrics, nowMs, sum } = makeObserved();
    const dynamodb = observeDynamoDb(makeDynamoDbClient(DYNAMODB_LIMITS, aws), metrics, nowMs);
    await dynamodb.send(
      new BatchExecuteStatementCommand({ Statements: Responses.map(() => ({ Statement: 'UPDATE' })) }),
    );
    expect(await sum('dynamodb_errors_total')).toBe(2);
    expect(await sum('dynamodb_errors_total', 'type="ThrottlingError"')).toBe(2);
  });

  it('counts refused connections by their code', async () => {
    const aws = await startAws({ status: 200, body: '{}' });
    await server!.stop();
    server = undefined;
    const { metrics, nowMs, sum } = makeObserved();
    const dynamodb = observeDynamoDb(makeDynamoDbClient(DYNAMODB_LIMITS, aws), metrics, nowMs);
    await expect(dynamodb.send(get)).rejects.toThrow();
    expect(await sum('dynamodb_errors_total', 'type="ECONNREFUSED"')).toBe(DYNAMODB_LIMITS.maxAttempts);
  });
});

describe('observeSns', () => {
  const publish = new PublishBatchCommand({
    TopicArn: 'arn:aws:sns:eu-west-1:000000000000:t',
    PublishBatchRequestEntries: ['0', '1', '2'].map((Id) => ({ Id, Message: 'm' })),
  });
  const answered = (result: string): string =>
    `<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>${result}</PublishBatchResult></PublishBatchResponse>`;
  const refused = (id: string, code: string): string =>
    `<member><Id>${id}</Id><Code>${code}</Code><SenderFault>false</SenderFault></member>`;
  const taken = '<Successful><member><Id>0</Id><MessageId>m-0</MessageId></member></Successful>';

  it('measures a request, and counts the events that a successful answer refuses', async () => {
    const failed = `<Failed>${refused('1', 'Throttled')}${refused('2', 'InternalError')}</Failed>`;
    const aws = await startAws({ status: 200, body: answered(taken + failed) });
    const { metrics, nowMs, sum } = makeObserved();
    await observeSns(makeSnsClient(SNS_LIMITS, aws), metrics, nowMs).send(publish);
    expect(await sum('sns_publish_errors_total')).toBe(2);
    expect(await sum('sns_publish_errors_total', 'type="Throttled"')).toBe(1);
    expect(await sum('sns_publish_latency_ms_count')).toBe(1);
    expect(await sum('sns_publish_latency_ms_sum')).toBe(7);
  });

  it('counts and measures a request that fails', async () => {
    const error = '<ErrorResponse><Error><Code>NotFound</Code><Message>no</Message></Error></ErrorResponse>';
    const aws = await startAws({ status: 404, body: error });
    const { metrics, nowMs, sum } = makeObserved();
    await expect(observeSns(makeSnsClient(SNS_LIMITS, aws), metrics, nowMs).send(publish)).rejects.toThrow();
    expect(await sum('sns_publish_errors_total')).toBe(1);
    expect(await sum('sns_publish_latency_ms_count')).toBe(1);
  });
});
