import type { IncomingMessage, ServerResponse } from 'node:http';
import { startServer, type TestServer } from '@recordings/test-kit';

/** SQS without its deletes: a message that was handled there comes again, as after a crash. */
export const refuseDeletes = (sqsUrl: string): Promise<TestServer> =>
  startServer((request, response) => void answer(sqsUrl, request, response));

const answer = async (sqsUrl: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const action = String(request.headers['x-amz-target']);
  if (/\.DeleteMessage(Batch)?$/.test(action)) {
    response.writeHead(503).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { 'content-type': contentType = '', authorization = '', host = '' } = request.headers;
  const answered = await fetch(`${sqsUrl}${request.url ?? ''}`, {
    method: 'POST',
    headers: { 'content-type': contentType, authorization, 'x-amz-target': action },
    body: Buffer.concat(chunks),
  });
  response.writeHead(answered.status, { 'content-type': answered.headers.get('content-type') ?? '' });
  // The client sends to the host of the queue's URL, so that has to be this one.
  response.end((await answered.text()).replaceAll(sqsUrl, `http://${host}`));
};
