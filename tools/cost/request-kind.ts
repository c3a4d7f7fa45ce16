import type { IncomingHttpHeaders } from 'node:http';

export type AwsRequest = {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** Names a request to AWS by service and operation: `DynamoDB PutItem`, `S3 PutObject`. */
export const requestKind = (request: AwsRequest): string => {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    return `${target.startsWith('DynamoDB') ? 'DynamoDB' : 'SQS'} ${target.replace(/^.*\./, '')}`;
  }
  const action = /(?:^|&)Action=(\w+)/.exec(request.body.subarray(0, 4_096).toString('latin1'))?.[1];
  if (request.method === 'POST' && action !== undefined) return `SNS ${action}`;
  return `S3 ${s3Operation(request)}`;
};

const s3Operation = ({ method, url, headers }: AwsRequest): string => {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const isObject = pathname.split('/').length > 2;
  if (searchParams.has('uploads')) return 'CreateMultipartUpload';
  if (searchParams.has('uploadId')) return uploadOperation(method, 'x-amz-copy-source' in headers);
  if (method === 'PUT') return 'x-amz-copy-source' in headers ? 'CopyObject' : 'PutObject';
  if (method === 'HEAD') return isObject ? 'HeadObject' : 'HeadBucket';
  if (method === 'DELETE') return 'DeleteObject';
  return isObject ? 'GetObject' : 'ListObjects';
};

const uploadOperation = (method: string, isCopy: boolean): string => {
  if (method === 'POST') return 'CompleteMultipartUpload';
  if (method === 'DELETE') return 'AbortMultipartUpload';
  return isCopy ? 'UploadPartCopy' : 'UploadPart';
};
