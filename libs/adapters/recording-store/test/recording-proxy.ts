import { request as forward, type IncomingHttpHeaders } from 'node:http';
import { startServer, type TestServer } from '@recordings/test-kit';

export type SeenRequest = {
  /** The name of the S3 operation. */
  readonly operation: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
};

/** An S3 endpoint that lists every request as it came, and passes it on to `target`. */
export const startRecordingProxy = async (
  target: string,
): Promise<TestServer & { readonly seen: SeenRequest[] }> => {
  const seen: SeenRequest[] = [];
  const server = await startServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    seen.push({ operation: operationOf(method, path, headers), path, headers });
    const passed = forward(`${target}${path}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  return { ...server, seen };
};

const operationOf = (method: string, path: string, headers: IncomingHttpHeaders): string => {
  const query = new URL(path, 'http://s3').searchParams;
  const isCopy = headers['x-amz-copy-source'] !== undefined;
  const isPart = query.has('partNumber');
  switch (method) {
    case 'PUT':
      if (isPart) return isCopy ? 'UploadPartCopy' : 'UploadPart';
      return isCopy ? 'CopyObject' : 'PutObject';
    case 'POST':
      return query.has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload';
    case 'DELETE':
      return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      return method;
  }
};
