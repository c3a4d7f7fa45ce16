import { requestKind } from './request-kind.ts';

const kindOf = (method: string, url: string, headers: Record<string, string> = {}, body = ''): string =>
  requestKind({ method, url, headers, body: Buffer.from(body) });

describe('requestKind', () => {
  it.each([
    ['DynamoDB PutItem', 'POST', '/', { 'x-amz-target': 'DynamoDB_20120810.PutItem' }, ''],
    ['SQS SendMessage', 'POST', '/', { 'x-amz-target': 'AmazonSQS.SendMessage' }, ''],
    ['SNS PublishBatch', 'POST', '/', {}, 'Version=2010-03-31&Action=PublishBatch&TopicArn=x'],
    ['S3 PutObject', 'PUT', '/bucket/a/key', {}, 'RIFF'],
    ['S3 CopyObject', 'PUT', '/bucket/key', { 'x-amz-copy-source': '/bucket/other' }, ''],
    ['S3 CreateMultipartUpload', 'POST', '/bucket/key?uploads', {}, ''],
    ['S3 UploadPart', 'PUT', '/bucket/key?uploadId=u&partNumber=1', {}, 'bytes'],
    ['S3 UploadPartCopy', 'PUT', '/bucket/key?uploadId=u&partNumber=1', { 'x-amz-copy-source': '/b/k' }, ''],
    ['S3 CompleteMultipartUpload', 'POST', '/bucket/key?uploadId=u', {}, '<Complete/>'],
    ['S3 AbortMultipartUpload', 'DELETE', '/bucket/key?uploadId=u', {}, ''],
    ['S3 HeadObject', 'HEAD', '/bucket/key', {}, ''],
    ['S3 GetObject', 'GET', '/bucket/key', {}, ''],
    ['S3 ListObjects', 'GET', '/bucket?list-type=2', {}, ''],
    ['S3 DeleteObject', 'DELETE', '/bucket/key', {}, ''],
  ] as const)('names %s', (kind, method, url, headers, body) => {
    expect(kindOf(method, url, headers, body)).toBe(kind);
  });
});
