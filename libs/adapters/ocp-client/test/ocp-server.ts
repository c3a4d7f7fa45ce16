import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { startServer } from '@recordings/test-kit';

export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly socket: Socket;
};

export type Answer = (response: ServerResponse, request: SeenRequest) => void;

export type OcpServer = {
  readonly baseUrl: string;
  readonly host: string;
  /** Every request so far, in order. */
  readonly seen: SeenRequest[];
  /** Answers the next requests with these in turn, then always with the last. */
  answer(...answers: Answer[]): void;
  stop(): Promise<void>;
};

/** A server on a free port of the loopback interface that gives the scripted answers. */
export const startOcpServer = async (): Promise<OcpServer> => {
  const seen: SeenRequest[] = [];
  let script: Answer[] = [];
  const { url, stop } = await startServer((request, response) => {
    void readRequest(request).then((read) => {
      seen.push(read);
      const answer = script.length > 1 ? script.shift() : script[0];
      if (answer === undefined) throw new Error(`no answer for ${read.method} ${read.path}`);
      answer(response, read);
    });
  });

  return {
    baseUrl: url,
    host: new URL(url).host,
    seen,
    stop,
    answer: (...answers) => {
      script = answers;
    },
  };
};

const readRequest = async (request: IncomingMessage): Promise<SeenRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = '', url: path = '', headers, socket } = request;
  return { method, path, headers, body: Buffer.concat(chunks).toString(), socket };
};

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end();

export const bytes =
  (body: string | Buffer, headers: Record<string, string | number> = {}): Answer =>
  (response) =>
    response.writeHead(200, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);

/** Never answers. */
export const silence: Answer = () => undefined;

export const hangUp: Answer = (response) => response.destroy();
