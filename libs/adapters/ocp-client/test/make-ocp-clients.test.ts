import { DEFAULT_EXPORT_API } from '@recordings/call-record';
import { OcpCredentialsError, OcpUnavailableError } from '@recordings/reconciliation';
import { z } from 'zod';
import { OcpCredentials } from '../src/auth/ocp-auth.ts';
import { makeOcpClients } from '../src/make-ocp-clients.ts';
import { ocpConfig } from '../src/ocp-config.ts';
import { caught, never, pem } from './client-fixture.ts';
import { json, type OcpServer, startOcpServer, status } from './ocp-server.ts';

const CREDENTIALS: OcpCredentials = {
  acme: { kind: 'api-key', apiKey: 'key-of-acme' },
  bolt: { kind: 'bearer', token: 'token-of-bolt' },
};

describe('makeOcpClients', () => {
  let server: OcpServer;
  let inUse = CREDENTIALS;
  const accepted: string[] = [];

  beforeEach(async () => {
    server = await startOcpServer();
    inUse = CREDENTIALS;
    accepted.length = 0;
  });
  afterEach(() => server.stop());

  const clientsOf = (variables: Record<string, string> = {}) => {
    const config = z.object(ocpConfig).parse({
      OCP_BASE_URL: server.baseUrl,
      OCP_ALLOW_HTTP: 'true',
      OCP_CREDENTIALS: './credentials.json',
      OCP_RETRY_MS: '1,1',
      ...variables,
    });
    const ocpOf = makeOcpClients(config, () => inUse, {
      gate: {
        awaitPermit: async () => ({ departureMs: 0 }),
        giveBack: () => undefined,
        report: () => undefined,
        reportThrottled: () => undefined,
        parallelism: (most: number) => most,
      },
      onAccepted: (name) => void accepted.push(name),
    });
    return (credentials: string, name: string) => ocpOf({ credentials, name, exportApi: DEFAULT_EXPORT_API });
  };

  it('makes one client for each credential, with the default paths', async () => {
    const clientFor = clientsOf();
    server.answer(json(200, { status: 'done' }));
    await clientFor('acme', 'a').jobStatus('j', never());
    await clientFor('bolt', 'b').jobStatus('j', never());
    expect(server.seen.map(({ path }) => path)).toEqual(['/recordings/export/j', '/recordings/export/j']);
    expect(server.seen[0]?.headers).toMatchObject({ 'x-api-key': 'key-of-acme' });
    expect(server.seen[1]?.headers).toMatchObject({ authorization: 'Bearer token-of-bolt' });
  });

  it('signs the next request with credentials that have changed, without a restart', async () => {
    const clientFor = clientsOf();
    server.answer(json(200, { status: 'done' }));
    await clientFor('acme', 'a').jobStatus('j', never());
    inUse = { ...CREDENTIALS, acme: { kind: 'pat', token: 'next' } };
    await clientFor('acme', 'a').jobStatus('j', never());
    await clientFor('bolt', 'b').jobStatus('j', never());
    expect(server.seen.map(({ headers }) => headers['x-ocp-personal-access-token'])).toEqual([
      undefined,
      'next',
      undefined,
    ]);
    expect(server.seen[2]?.headers).toMatchObject({ authorization: 'Bearer token-of-bolt' });
  });

  it('lets an operation in hand go on when its credentials change', async () => {
    const clientFor = clientsOf();
    server.answer(json(200, { status: 'done' }));
    const before = clientFor('acme', 'a');
    inUse = { ...CREDENTIALS, acme: { kind: 'pat', token: 'next' } };
    await clientFor('acme', 'a').jobStatus('j', never());
    await before.jobStatus('j', never());
    expect(server.seen.map(({ headers }) => headers['x-api-key'])).toEqual([undefined, 'key-of-acme']);
  });

  it('refuses credentials that no header may have, before they replace good ones', () => {
    const withBreak = (kind: 'bearer' | 'pat') => ({ acme: { kind, token: 'abc\n' } });
    for (const credentials of [
      withBreak('bearer'),
      withBreak('pat'),
      { a: { kind: 'api-key', apiKey: 'a b' } },
    ]) {
      expect(OcpCredentials.safeParse(credentials).error?.issues[0]?.message).toContain('must have no space');
    }
  });

  it('refuses a certificate with the key of another one, or that is none', () => {
    const certificate = (cert: string, key: string) => ({
      a: { kind: 'certificate', clientCertificate: { cert, key } },
    });
    for (const credentials of [certificate(pem('server'), pem('client-key')), certificate('x', 'y')]) {
      expect(OcpCredentials.safeParse(credentials).error?.issues[0]?.message).toContain(
        'must have a certificate',
      );
    }
    expect(OcpCredentials.safeParse(certificate(pem('client'), pem('client-key'))).success).toBe(true);
  });

  it('reports the name of credentials that OCP accepts, and of no others', async () => {
    const clientFor = clientsOf();
    server.answer(json(200, { status: 'done' }));
    await clientFor('acme', 'a').jobStatus('j', never());
    server.answer(status(401));
    await caught(clientFor('bolt', 'b').jobStatus('j', never()));
    expect(accepted).toEqual(['acme']);
  });

  it('refuses a group without credentials', () => {
    expect(() => clientsOf()('cash', 'c')).toThrow(OcpCredentialsError);
  });

  it('repeats a read once for each configured wait', async () => {
    const client = clientsOf()('acme', 'a');
    server.answer(status(503));
    expect(await caught(client.jobStatus('j', never()))).toBeInstanceOf(OcpUnavailableError);
    expect(server.seen).toHaveLength(3);
  });
});
