import { createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { OcpCredentialsError, OcpUnavailableError } from '@recordings/reconciliation';
import type { OcpAuth } from '../src/auth/ocp-auth.ts';
import { caught, makeClient, never, pem } from './client-fixture.ts';

/** An authority, and the certificates that it gave a server and a client. Made for these tests only. */
const clientCertificate = { cert: pem('client'), key: pem('client-key'), ca: pem('ca') };

describe('a client certificate', () => {
  let server: Server;
  let seen: { readonly certificate?: string; readonly key?: string }[];
  let url: string;

  beforeEach(async () => {
    seen = [];
    server = createServer(
      {
        cert: pem('server'),
        key: pem('server-key'),
        ca: pem('ca'),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (request, response) => {
        const { subject } = (request.socket as TLSSocket).getPeerCertificate();
        seen.push({ certificate: String(subject.CN), key: String(request.headers['x-api-key']) });
        response.setHeader('content-type', 'application/json').end('{"status":"done"}');
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );

  const ask = (auth: OcpAuth, at = url) =>
    makeClient(at, {
      auth,
      isHttpAllowed: false,
      privateHosts: ['127.0.0.1'],
      retryDelaysMs: [],
    }).client.jobStatus('j', never());

  it('is shown to OCP, alone or with another credential', async () => {
    expect(await ask({ kind: 'certificate', clientCertificate })).toMatchObject({ status: 'COMPLETED' });
    await ask({ kind: 'api-key', apiKey: 'k', clientCertificate });
    expect(seen).toEqual([
      { certificate: 'client of the test', key: 'undefined' },
      { certificate: 'client of the test', key: 'k' },
    ]);
  });

  it('is needed by an OCP that demands it', async () => {
    const { ca } = clientCertificate;
    const wrong = { cert: pem('server'), key: pem('client-key'), ca };
    expect(
      await caught(ask({ kind: 'api-key', apiKey: 'k', clientCertificate: { cert: '', key: '', ca } })),
    ).toEqual(
      new OcpCredentialsError(
        'OCP jobStatus: the client certificate is refused: ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      ),
    );
    expect(await caught(ask({ kind: 'certificate', clientCertificate: wrong }))).toBeInstanceOf(Error);
    expect(seen).toEqual([]);
  });

  /** A server that answers the first bytes of a connection with a fatal TLS alert. */
  const askAlerting = async (alert: number): Promise<unknown> => {
    const alerting = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert])));
    });
    await new Promise<void>((resolve) => alerting.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = alerting.address() as AddressInfo;
      return await caught(ask({ kind: 'certificate', clientCertificate }, `https://127.0.0.1:${port}`));
    } finally {
      await new Promise((resolve) => alerting.close(resolve));
    }
  };

  it.each([
    ['bad', 42],
    ['unsupported', 43],
    ['revoked', 44],
    ['expired', 45],
    ['unknown', 46],
    ['of an unknown authority', 48],
    ['not allowed in', 49],
  ])('that OCP calls %s is a refused credential', async (_, alert) => {
    expect(await askAlerting(alert)).toBeInstanceOf(OcpCredentialsError);
  });

  it.each([
    ['a handshake failure', 40],
    ['an internal error', 80],
  ])('is not blamed for %s of TLS', async (_, alert) => {
    expect(await askAlerting(alert)).toBeInstanceOf(OcpUnavailableError);
  });
});
