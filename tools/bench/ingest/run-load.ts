import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { performance } from 'node:perf_hooks';

export type BenchRequest = {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: readonly Uint8Array[];
};

/** Makes the request that `client` sends as its `count`th, both from 0. */
export type MakeRequest = (client: number, count: number) => BenchRequest;

export type Load = { readonly requests: number; readonly seconds: number; readonly latenciesMs: number[] };

/** Sends requests by `clients` connections, each one after the other, for `seconds`. @throws if one is not accepted. */
export const runLoad = async (
  url: string,
  makeRequest: MakeRequest,
  clients: number,
  seconds: number,
): Promise<Load> => {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latenciesMs: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  const work = async (client: number): Promise<void> => {
    for (let count = 0; performance.now() < end; count += 1) {
      const sent = performance.now();
      await send(agent, url, makeRequest(client, count));
      latenciesMs.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => work(client)));
  agent.destroy();
  return { requests: latenciesMs.length, seconds: (performance.now() - start) / 1_000, latenciesMs };
};

const send = async (agent: Agent, url: string, { method, path, headers, body }: BenchRequest) => {
  const length = body.reduce((sum, piece) => sum + piece.length, 0);
  const sending = request(`${url}${path}`, {
    agent,
    method,
    headers: { ...headers, 'content-length': length },
  });
  for (const piece of body) sending.write(piece);
  sending.end();
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  if (response.statusCode === 200 || response.statusCode === 201) return;
  throw new Error(`${method} ${url}${path} answered ${response.statusCode}: ${Buffer.concat(chunks)}`);
};
