import type { GateRequest } from '@recordings/test-kit';
import { nameRequest, type Upstream } from './name-request.ts';

const requestOf = (
  method: string,
  url: string,
  body: object | string = '',
  headers: Readonly<Record<string, string>> = {},
): GateRequest => ({
  method,
  url,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

const asked = (target: string, body: object): GateRequest =>
  requestOf('POST', '/', body, { 'x-amz-target': target });

describe('nameRequest', () => {
  it.each<[Upstream, GateRequest, string]>([
    [
      'dynamodb',
      asked('DynamoDB_20120810.PutItem', { TableName: 'a-1-call-records' }),
      'dynamodb PutItem call-records',
    ],
    [
      'dynamodb',
      asked('DynamoDB_20120810.Query', { TableName: 'a-1-call-records', IndexName: 'TenantCallsIndex' }),
      'dynamodb Query call-records TenantCallsIndex',
    ],
    [
      'dynamodb',
      asked('DynamoDB_20120810.BatchGetItem', { RequestItems: { 'a-1-call-records': {} } }),
      'dynamodb BatchGetItem call-records',
    ],
    [
      'dynamodb',
      asked('DynamoDB_20120810.BatchExecuteStatement', {
        Statements: Array.from({ length: 2 }, () => ({
          Statement: 'UPDATE "a-1-call-records" SET "a"=? WHERE "pk"=?',
        })),
      }),
      'dynamodb BatchExecuteStatement call-records',
    ],
    [
      'sqs',
      asked('AmazonSQS.SendMessage', { QueueUrl: 'http://sqs/000000000000/a-1-downloads' }),
      'sqs SendMessage downloads',
    ],
    ['sqs', asked('AmazonSQS.GetQueueUrl', { QueueName: 'a-1-downloads' }), 'sqs GetQueueUrl'],
    [
      'sns',
      requestOf('POST', '/', 'Action=PublishBatch&TopicArn=arn%3Aaws%3Asns%3Ax%3A0%3Aa-1-recording-events'),
      'sns PublishBatch recording-events',
    ],
    ['s3', requestOf('PUT', '/a-1-recordings-sales/acme/call'), 's3 PutObject recordings-sales'],
    ['s3', requestOf('GET', '/a-1-quarantine?list-type=2&prefix=x'), 's3 ListObjects quarantine'],
    ['s3', requestOf('HEAD', '/a-1-quarantine/incoming/1'), 's3 HeadObject quarantine/incoming'],
    [
      's3',
      requestOf('POST', '/a-1-quarantine/incoming/1?uploads'),
      's3 CreateMultipartUpload quarantine/incoming',
    ],
    [
      's3',
      requestOf('PUT', '/a-1-recordings-sales/acme/call?partNumber=1&uploadId=u', '', {
        'x-amz-copy-source': 'a-1-quarantine/incoming/1',
      }),
      's3 UploadPartCopy recordings-sales',
    ],
    [
      's3',
      requestOf('PUT', '/a-1-quarantine/incoming/1?partNumber=1&uploadId=u'),
      's3 UploadPart quarantine/incoming',
    ],
    [
      's3',
      requestOf('POST', '/a-1-recordings-sales/acme/call?uploadId=u'),
      's3 CompleteMultipartUpload recordings-sales',
    ],
    ['sfn', asked('AWSStepFunctions.SendTaskSuccess', { taskToken: 't' }), 'sfn SendTaskSuccess'],
    ['ocp', requestOf('POST', '/recordings/export'), 'ocp createJob'],
    ['ocp', requestOf('GET', '/recordings/export?tenantId=Acme_EN'), 'ocp listJobs'],
    ['ocp', requestOf('GET', '/recordings/export/job-1'), 'ocp jobStatus'],
    ['ocp', requestOf('GET', '/recordings/export/job-1/recordings?page=1'), 'ocp jobRecordings'],
    ['ocp', requestOf('GET', '/recordings/export/job-1/files/rec'), 'ocp download'],
  ])('names a request to %s by its operation and what it is for: %#', (upstream, request, name) => {
    expect(nameRequest(upstream, request, 'a-1')).toBe(name);
  });
});
