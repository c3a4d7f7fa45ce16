import { text } from 'node:stream/consumers';
import { startServer, type TestServer } from '../src/index.ts';
import { type GateRule, startGate } from '../src/start-gate.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

/** A target that answers 201 with the body that it was sent, behind a gate. */
const startBoth = async (rule: GateRule) => {
  const seen: string[] = [];
  const target = await startServer((request, response) => {
    void text(request).then((body) => {
      seen.push(`${request.method} ${request.url} ${body}`);
      response.writeHead(201, { 'x-kind': String(request.headers['x-kind']) }).end(body);
    });
  });
  const gate = await startGate(target.url, rule);
  servers.push(target, gate);
  const send = (signal?: AbortSignal) =>
    fetch(`${gate.url}/place?a=1`, { method: 'PUT', body: 'bytes', headers: { 'x-kind': 'test' }, signal });
  return { seen, send };
};

describe('startGate', () => {
  it('passes on a request with its headers and body, and the answer', async () => {
    const bodies: string[] = [];
    const { seen, send } = await startBoth(({ body }) => {
      bodies.push(body.toString());
      return () => true;
    });
    const answer = await send();
    expect([answer.status, answer.headers.get('x-kind'), await answer.text()]).toEqual([
      201,
      'test',
      'bytes',
    ]);
    expect(seen).toEqual(['PUT /place?a=1 bytes']);
    expect(bodies).toEqual(['bytes']);
  });

  it('does not forward a request that the rule refuses, and does not answer it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { seen, send } = await startBoth(() => {
      resolve();
      return undefined;
    });
    const gone = new AbortController();
    const answer = send(gone.signal);
    answer.catch(() => undefined);
    await promise;
    gone.abort();
    await expect(answer).rejects.toThrow('aborted');
    expect(seen).toEqual([]);
  });

  it('asks the rule when the target has answered, and holds an answer that it refuses', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { seen, send } = await startBoth(() => () => {
      resolve();
      return false;
    });
    const gone = new AbortController();
    const answer = send(gone.signal);
    answer.catch(() => undefined);
    await promise;
    expect(seen).toEqual(['PUT /place?a=1 bytes']);
    gone.abort();
    await expect(answer).rejects.toThrow('aborted');
  });
});
