import { inspect } from 'node:util';
import { OcpContractError, OcpCredentialsError, OcpForbiddenHostError } from '@recordings/reconciliation';
import type { OcpAuth } from '../src/auth/ocp-auth.ts';
import { API_KEY, caught, type Fixture, makeClient, never, readAll, startClient } from './client-fixture.ts';
import { bytes, json, type OcpServer, startOcpServer, status } from './ocp-server.ts';

const redirect = (location: string, code = 302) => status(code, { location });

describe('hosts', () => {
  let ocp: Fixture;
  let files: OcpServer;

  beforeEach(async () => {
    ocp = await startClient();
    files = await startOcpServer();
    files.answer(bytes('RIFF'));
  });
  afterEach(async () => {
    await ocp.server.stop();
    await files.stop();
  });

  it.each([301, 302, 303, 307, 308])('are not followed unless they are allowed: HTTP %i', async (code) => {
    ocp.server.answer(redirect(`${files.baseUrl}/x?X-Amz-Signature=secret-signature`, code));

    const error = await caught(ocp.client.download('j', 'r', never()));
    expect(error).toBeInstanceOf(OcpForbiddenHostError);
    expect(error).toMatchObject({ code: 'OCP_FORBIDDEN_HOST', fault: 'configuration' });
    expect(error.message).toContain(files.host);
    expect(error.message).not.toContain('secret-signature');
    expect(files.seen).toHaveLength(0);
    expect(ocp.server.seen).toHaveLength(1);
  });

  it('are followed when allowed, without our credential, with their own permit', async () => {
    const { client, permits } = makeClient(ocp.server.baseUrl, { allowedDownloadHosts: [files.host] });
    ocp.server.answer(redirect(`${files.baseUrl}/bucket/x?signature=s`));

    const { body } = await client.download('j', 'r', never());
    expect((await readAll(body)).toString()).toBe('RIFF');
    expect(files.seen[0]).toMatchObject({ path: '/bucket/x?signature=s' });
    expect(files.seen[0]?.headers).not.toHaveProperty('x-api-key');
    expect(permits()).toBe(2);
  });

  it('are not followed from an allowed host to another one', async () => {
    const { client } = makeClient(ocp.server.baseUrl, { allowedDownloadHosts: [files.host] });
    ocp.server.answer(redirect(files.baseUrl));
    files.answer(redirect('http://169.254.169.254/latest/meta-data'));
    expect(await caught(client.download('j', 'r', never()))).toBeInstanceOf(OcpForbiddenHostError);
  });

  it('follow a relative redirect on the base URL’s own host, with the credential', async () => {
    ocp.server.answer(redirect('/elsewhere'), bytes('RIFF'));
    await readAll((await ocp.client.download('j', 'r', never())).body);
    expect(ocp.server.seen[1]).toMatchObject({ path: '/elsewhere', headers: { 'x-api-key': API_KEY } });
  });

  it('are followed three times at most', async () => {
    ocp.server.answer(redirect('/round'));
    expect(await caught(ocp.client.download('j', 'r', never()))).toBeInstanceOf(OcpContractError);
    expect(ocp.server.seen).toHaveLength(4);
  });

  it('do not receive the creation of a job by a redirect', async () => {
    ocp.server.answer(redirect('/elsewhere', 307));
    const request = { group: 'g', fromDate: 'a', toDate: 'b', format: 'wav' };
    expect(await caught(ocp.client.createJob(request, never()))).toBeInstanceOf(OcpContractError);
    expect(ocp.server.seen).toHaveLength(1);
  });

  it.each(['', 'http://'])('refuse a redirect to "%s"', async (location) => {
    ocp.server.answer(redirect(location));
    expect(await caught(ocp.client.download('j', 'r', never()))).toBeInstanceOf(OcpContractError);
  });

  it('are checked in path templates too, before a permit is taken', async () => {
    const api = { recordingFile: { path: `${files.baseUrl}/{recordingId}` } };
    const { client, permits } = makeClient(ocp.server.baseUrl, { api });
    expect(await caught(client.download('j', 'r', never()))).toBeInstanceOf(OcpForbiddenHostError);
    expect(permits()).toBe(0);

    const allowed = makeClient(ocp.server.baseUrl, { api, allowedDownloadHosts: [files.host] });
    await readAll((await allowed.client.download('j', 'r', never())).body);
    expect(files.seen[0]?.path).toBe('/r');
  });
});

describe('credentials', () => {
  let ocp: Fixture;

  beforeEach(async () => {
    ocp = await startClient();
  });
  afterEach(() => ocp.server.stop());

  it.each<[OcpAuth, string, string]>([
    [{ kind: 'api-key', apiKey: 'k' }, 'x-api-key', 'k'],
    [{ kind: 'api-key', apiKey: 'k', header: 'Ocp-Key' }, 'ocp-key', 'k'],
    [{ kind: 'bearer', token: 't' }, 'authorization', 'Bearer t'],
    [{ kind: 'pat', token: 'p' }, 'x-ocp-personal-access-token', 'p'],
  ])('are sent in their own header: %j', async (auth, header, value) => {
    ocp.server.answer(json(200, { status: 'done' }));
    await makeClient(ocp.server.baseUrl, { auth }).client.jobStatus('a', never());
    expect(ocp.server.seen[0]?.headers[header]).toBe(value);
  });

  it.each(['', 'line\nbreak', 'with space', 'ключ'])(
    'that are not valid in a header are refused: %j',
    (token) => {
      expect(() => makeClient(ocp.server.baseUrl, { auth: { kind: 'bearer', token } })).toThrow(
        OcpCredentialsError,
      );
    },
  );

  it('are not in the error when OCP repeats them', async () => {
    const message = `key ${API_KEY} was refused for https://ocp/x?token=other-secret&a=b`;
    ocp.server.answer(json(401, { message }));

    const error = await caught(ocp.client.jobStatus('a', never()));
    expect(error.message).toBe(
      'OCP jobStatus: HTTP 401: key [redacted] was refused for https://ocp/x?[redacted]',
    );
    expect(inspect(error, { depth: 10 })).not.toMatch(/nobody-may-see|other-secret/);
  });

  it('are not in the error of a broken connection', async () => {
    ocp.server.answer((response) => response.destroy());
    const error = await caught(ocp.client.jobStatus('a', never()));
    expect(`${error.message} ${String(error.cause)}`).not.toContain(API_KEY);
  });
});
