import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { createServer } from 'node:tls';
import { checkOcpConnection } from './check-ocp-connection.ts';

const pem = (name: string): string =>
  readFileSync(new URL(`../../../../../fixtures/certificates/${name}.pem`, import.meta.url), 'utf8');

const DAY_MS = 86_400_000;
const identity = { cert: pem('client'), key: pem('client-key'), ca: pem('ca') };
const never = new AbortController().signal;

const servers: Server[] = [];
const listen = async (server: Server): Promise<number> => {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};
const serveTls = (): Promise<number> =>
  listen(
    createServer({ cert: pem('server'), key: pem('server-key') }, (socket) =>
      socket.on('error', () => undefined),
    ),
  );
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const look = async (
  baseUrl: string,
  { known = true, nowMs = Date.now(), isHttpAllowed = false, signal = never } = {},
) => {
  const check = checkOcpConnection({ baseUrl, isHttpAllowed }, known ? identity : undefined, nowMs);
  const { findings } = await check.run(signal);
  return findings.map(({ level, what, fix }) => `${level}: ${what} -> ${fix}`);
};

describe('the check of the connection to OCP', () => {
  it('accepts a certificate of an authority that is trusted', async () => {
    expect(await look(`https://127.0.0.1:${await serveTls()}`)).toEqual([]);
  });

  it('finds a certificate of an authority that is not trusted', async () => {
    expect(await look(`https://127.0.0.1:${await serveTls()}`, { known: false })).toEqual([
      expect.stringMatching(/^fault: .* authority that is not trusted.* -> put the CA of OCP into `ca`/),
    ]);
  });

  it('finds a certificate that ends within 14 days', async () => {
    const url = `https://127.0.0.1:${await serveTls()}`;
    const endsMs = Date.parse(new X509Certificate(pem('server')).validTo);
    expect(await look(url, { nowMs: endsMs - 15 * DAY_MS })).toEqual([]);
    expect(await look(url, { nowMs: endsMs - 13 * DAY_MS })).toEqual([
      expect.stringMatching(/^warning: the certificate of 127\.0\.0\.1 ends at .* -> ask OCP to renew it/),
    ]);
  });

  it('finds plain http, unless it is allowed', async () => {
    const url = `http://127.0.0.1:${await listen(createTcpServer())}`;
    expect(await look(url)).toEqual([expect.stringMatching(/^fault: OCP_BASE_URL is plain http/)]);
    expect(await look(url, { isHttpAllowed: true })).toEqual([]);
  });

  it('finds a host without an address', async () => {
    expect(await look('https://ocp.invalid')).toEqual([
      expect.stringMatching(
        /^fault: the host of OCP_BASE_URL has no address: ocp\.invalid -> correct OCP_BASE_URL/,
      ),
    ]);
  });

  it('finds a server that does not speak TLS', async () => {
    const port = await listen(createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(await look(`https://127.0.0.1:${port}`)).toEqual([
      expect.stringMatching(/^fault: OCP cannot be reached: .* -> look at OCP_BASE_URL/),
    ]);
  });

  it('stops when its signal aborts, though the server says nothing', async () => {
    const port = await listen(createTcpServer());
    const signal = AbortSignal.timeout(50);
    await expect(look(`https://127.0.0.1:${port}`, { signal })).rejects.toThrow('timeout');
  });
});
