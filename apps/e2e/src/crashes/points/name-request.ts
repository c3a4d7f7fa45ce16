import type { GateRequest } from '@recordings/test-kit';

/** Whom a service asks. */
export const UPSTREAMS = ['dynamodb', 'sqs', 'sns', 's3', 'sfn', 'ocp'] as const;
export type Upstream = (typeof UPSTREAMS)[number];

/** Names a request by who is asked, the operation, and the table, queue, topic or bucket: `sqs SendMessage downloads`. */
export const nameRequest = (upstream: Upstream, request: GateRequest, prefix: string): string => {
  const [operation, resource] = nameIn(upstream, request);
  return [upstream, operation, resource.replaceAll(`${prefix}-`, '')].join(' ').trimEnd();
};

type Name = readonly [operation: string, resource: string];

const nameIn = (upstream: Upstream, request: GateRequest): Name => {
  switch (upstream) {
    case 'dynamodb':
      return nameOfTables(request);
    case 'sqs':
      return nameOfQueue(request);
    case 'sns':
      return nameOfTopic(request);
    case 's3':
      return nameOfObject(request);
    case 'sfn':
      return [operationOf(request), ''];
    case 'ocp':
      return nameOfExport(request);
    default:
      return upstream satisfies never;
  }
};

/** The JSON protocols of AWS name the operation in a header: `DynamoDB_20120810.PutItem`. */
const operationOf = ({ headers }: GateRequest): string =>
  String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1)!;

const bodyOf = ({ body }: GateRequest): Readonly<Record<string, unknown>> =>
  body.length === 0 ? {} : (JSON.parse(body.toString()) as Record<string, unknown>);

const nameOfTables = (request: GateRequest): Name => {
  const { TableName, IndexName, RequestItems, Statements } = bodyOf(request);
  const tables = Statements === undefined ? Object.keys(RequestItems ?? {}) : tablesIn(Statements);
  const table = typeof TableName === 'string' ? TableName : tables.join(' ');
  return [operationOf(request), typeof IndexName === 'string' ? `${table} ${IndexName}` : table];
};

/** A statement of PartiQL names its table first: `UPDATE "table" …`. */
const tablesIn = (statements: unknown): string[] => {
  const names = (statements as { readonly Statement: string }[]).map(
    ({ Statement }) => /"([^"]+)"/.exec(Statement)?.[1] ?? '',
  );
  return [...new Set(names)];
};

/** A look-up of an address is the same for each queue. */
const nameOfQueue = (request: GateRequest): Name => {
  const { QueueUrl } = bodyOf(request);
  return [operationOf(request), typeof QueueUrl === 'string' ? QueueUrl.split('/').at(-1)! : ''];
};

/** SNS takes a form. */
const nameOfTopic = ({ body }: GateRequest): Name => {
  const form = new URLSearchParams(body.toString());
  return [form.get('Action') ?? 'unknown', form.get('TopicArn')?.split(':').at(-1) ?? ''];
};

/** The bucket is in the path. Of the key, the folder counts. */
const nameOfObject = (request: GateRequest): Name => {
  const url = new URL(request.url, 'http://s3');
  const [bucket = '', folder = '', ...rest] = url.pathname.slice(1).split('/');
  const place = rest.length > 0 && /-(quarantine|audit)$/.test(bucket) ? `${bucket}/${folder}` : bucket;
  return [objectOperation(request, url.searchParams, folder !== ''), place];
};

const objectOperation = (
  { method, headers }: GateRequest,
  query: URLSearchParams,
  hasKey: boolean,
): string => {
  if (query.has('uploads')) return method === 'POST' ? 'CreateMultipartUpload' : 'ListMultipartUploads';
  const isCopy = headers['x-amz-copy-source'] !== undefined;
  if (query.has('uploadId')) {
    if (method === 'POST') return 'CompleteMultipartUpload';
    if (method === 'DELETE') return 'AbortMultipartUpload';
    return isCopy ? 'UploadPartCopy' : 'UploadPart';
  }
  if (method === 'PUT') return isCopy ? 'CopyObject' : 'PutObject';
  if (!hasKey) return method === 'HEAD' ? 'HeadBucket' : 'ListObjects';
  return { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }[method] ?? method;
};

/** `/recordings/export`, `/{job}`, `/{job}/recordings`, `/{job}/files/{recording}`. */
const nameOfExport = ({ method, url }: GateRequest): Name => {
  if (method === 'POST') return ['createJob', ''];
  const [, , job, what] = new URL(url, 'http://ocp').pathname.slice(1).split('/');
  if (job === undefined) return ['listJobs', ''];
  if (what === undefined) return ['jobStatus', ''];
  return [what === 'files' ? 'download' : 'jobRecordings', ''];
};
