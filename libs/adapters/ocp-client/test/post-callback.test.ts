import { createServer, type Server } from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import { CallbackForbiddenError, CallbackRefusedError } from '../src/callback/errors.ts';
import { makePostCallback, type PostCallbackDeps } from '../src/callback/make-post-callback.ts';
import { caught, never, pem } from './client-fixture.ts';

describe('a result that is posted', () => {
  let server: Server;
  let host: string;
  let seen: string[];
  let status: number | undefined;

  beforeEach(async () => {
    seen = [];
    status = 204;
    server = createServer({ cert: pem('server'), key: pem('server-key') }, (request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
        seen.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
        if (status !== undefined) response.writeHead(status, { location: `https://${host}/elsewhere` }).end();
      })();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );

  const post = (
    over: Partial<PostCallbackDeps> = {},
    url = `https://${host}/results?key=k`,
    signal = never(),
  ) =>
    makePostCallback({ allowedHosts: [host], privateHosts: [], timeoutMs: 20_000, ca: pem('ca'), ...over })(
      url,
      { window: 'r-1' },
      signal,
    );

  it('arrives as JSON', async () => {
    await post();
    expect(seen).toEqual(['POST /results?key=k {"window":"r-1"}']);
  });

  it.each([302, 400, 410, 500])('is refused by HTTP %i, and follows no redirect', async (code) => {
    status = code;
    const error = await caught(post());
    expect(error).toBeInstanceOf(CallbackRefusedError);
    expect(error.message).toBe(`callback to ${host}: HTTP ${code}`);
    expect(seen).toHaveLength(1);
  });

  it('is refused by a server that does not answer in time', async () => {
    status = undefined;
    const error = await caught(post({ timeoutMs: 200 }));
    expect(error.message).toBe(`callback to ${host}: no answer in time`);
  });

  it('is refused by a server whose certificate we do not trust', async () => {
    expect(await caught(post({ ca: pem('client') }))).toBeInstanceOf(CallbackRefusedError);
    expect(seen).toEqual([]);
  });

  it.each([
    ['a host that is not allowed', () => `https://other.example/`],
    ['plain http', () => `http://${host}/`],
    ['a link-local address', () => 'https://169.254.169.254/latest'],
  ])('is not sent to %s', async (_, url) => {
    const allowedHosts = [host, '169.254.169.254'];
    expect(await caught(post({ allowedHosts }, url()))).toBeInstanceOf(CallbackForbiddenError);
    expect(seen).toEqual([]);
  });

  it('is not sent to a name with a private address, unless the configuration names it', async () => {
    const lookup: LookupFunction = (_, { all }, callback) =>
      all === true ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);
    const named = `localhost:${new URL(`https://${host}`).port}`;
    const to = (privateHosts: string[]) =>
      post({ allowedHosts: [named], privateHosts, lookup }, `https://${named}/`);
    expect((await caught(to([]))).message).toContain('has the address 127.0.0.1');
    expect(seen).toEqual([]);
    const answered = await to(['localhost']).then(
      () => 'accepted',
      ({ message }: Error) => message,
    );
    expect(answered).not.toContain('has the address');
  });
});
