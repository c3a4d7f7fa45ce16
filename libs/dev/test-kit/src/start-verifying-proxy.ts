import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { startServer, type TestServer } from './start-server.ts';
import { findSignatureFault } from './verify-signature.ts';

export type VerifyingProxy = TestServer & {
  /** Requests that were passed on, as `PUT` and the operation in `x-amz-target`, if there is one. */
  readonly passed: readonly string[];
  /** What was wrong with the requests that were refused. */
  readonly faults: readonly string[];
};

/** An AWS endpoint that passes on requests which are signed with `secretKey` and unaltered, and answers 403 to others. */
export const startVerifyingProxy = async (target: string, secretKey: string): Promise<VerifyingProxy> => {
  const passed: string[] = [];
  const faults: string[] = [];
  const pass = (request: IncomingMessage, body: Buffer, response: ServerResponse): void => {
    const fault = findSignatureFault(request, body, secretKey);
    if (fault !== undefined) {
      faults.push(fault);
      response.writeHead(403).end(`<Error><Code>SignatureDoesNotMatch</Code></Error>`);
      return;
    }
    const { method, url, headers } = request;
    const operation = headers['x-amz-target'];
    passed.push(typeof operation === 'string' ? operation : `${method}`);
    forward(`${target}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    }).end(body);
  };
  const server = await startServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => pass(request, Buffer.concat(chunks), response));
  });
  return { ...server, passed, faults };
};
