import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { startServer, type TestServer } from './start-server.ts';

/** A request with its whole body. */
export type GateRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** Whether an answer is passed on. Asked when the target has answered. */
export type PassesAnswer = () => boolean;

/** Asked for each request before it is forwarded. `undefined`: it is not forwarded, and the client gets no answer. */
export type GateRule = (request: GateRequest) => PassesAnswer | undefined;

/** A proxy on a free port of loopback. It holds each request and each answer as a whole, in memory. */
export const startGate = async (target: string, rule: GateRule): Promise<TestServer> => {
  const agent = new Agent({ keepAlive: true });
  const server = await startServer((incoming, outgoing) => {
    const serve = async (): Promise<void> => {
      const request = await readRequest(incoming);
      const passesAnswer = rule(request);
      if (!passesAnswer) return;
      const gone = new AbortController();
      outgoing.on('close', () => gone.abort()); // A long poll of a client that died must not take messages.
      const { status, headers, body } = await forward(target, request, agent, gone.signal);
      if (passesAnswer()) outgoing.writeHead(status, headers).end(body);
    };
    serve().catch(() => outgoing.destroy());
  });
  return {
    ...server,
    stop: async () => {
      agent.destroy();
      await server.stop();
    },
  };
};

const readRequest = async (incoming: IncomingMessage): Promise<GateRequest> => {
  const { method = 'GET', url = '/' } = incoming;
  // This server has answered "100 Continue" itself.
  const { expect: _, ...headers } = incoming.headers;
  return { method, url, headers, body: await buffer(incoming) };
};

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

const forward = (
  target: string,
  { method, url, headers, body }: GateRequest,
  agent: Agent,
  signal: AbortSignal,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const forwarded = send(new URL(url, target), { method, headers, agent, signal }, (answer) => {
      buffer(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: bytes }),
        reject,
      );
    });
    forwarded.on('error', reject);
    forwarded.end(body);
  });
