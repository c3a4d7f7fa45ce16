import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Operation } from './operations.ts';
import { isServiceError, makeServiceError } from './service-error.ts';

const SERVICE = 'AWSStepFunctions.';

/** Answers a request of the protocol AWS JSON 1.0. */
export const answerRequest = async (
  operations: Readonly<Record<string, Operation>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { status, body } = await answer(operations, request);
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
};

type Answer = { readonly status: number; readonly body: object };

const answer = async (
  operations: Readonly<Record<string, Operation>>,
  request: IncomingMessage,
): Promise<Answer> => {
  const target = String(request.headers['x-amz-target']);
  try {
    const input = JSON.parse(await text(request)) as never;
    const name = target.startsWith(SERVICE) ? target.slice(SERVICE.length) : '';
    if (!Object.hasOwn(operations, name))
      throw makeServiceError('UnknownOperationException', `the embedded Step Functions lack '${target}'`);
    return { status: 200, body: operations[name]!(input) };
  } catch (error) {
    const { name, message } = error as Error;
    return isServiceError(error)
      ? { status: 400, body: { __type: name, message } }
      : { status: 500, body: { __type: 'InternalFailure', message: `${name}: ${message}` } };
  }
};
