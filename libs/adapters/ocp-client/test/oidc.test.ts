import { OcpCredentialsError, OcpUnavailableError } from '@recordings/reconciliation';
import { caught, type Fixture, makeClient, never, readAll } from './client-fixture.ts';
import { type Answer, bytes, json, type OcpServer, startOcpServer, status } from './ocp-server.ts';

const SECRET = 'secret-that-nobody-may-see';

describe('an OIDC client', () => {
  let server: OcpServer;
  let issued: number;
  let revoked: Set<string>;
  let clock: number;
  /** The form of each request for a token. */
  let forms: Record<string, string>[];
  let answerToken: (form: Record<string, string>) => Answer;
  let answerOcp: Answer;

  beforeEach(async () => {
    server = await startOcpServer();
    issued = 0;
    revoked = new Set();
    clock = 0;
    forms = [];
    answerToken = () => {
      issued += 1;
      return json(200, {
        access_token: `access-${issued}`,
        expires_in: 300,
        refresh_token: `refresh-${issued}`,
        refresh_expires_in: 1_800,
      });
    };
    answerOcp = json(200, { status: 'done' });
    server.answer((response, request) => {
      if (request.path !== '/token') {
        const token = request.headers.authorization?.replace('Bearer ', '') ?? 'none';
        return (revoked.has(token) ? status(401) : answerOcp)(response, request);
      }
      const form = Object.fromEntries(new URLSearchParams(request.body));
      forms.push(form);
      answerToken(form)(response, request);
    });
  });
  afterEach(() => server.stop());

  const clientOf = (auth: object = {}, tokenHost = server.baseUrl): Omit<Fixture, 'server'> =>
    makeClient(server.baseUrl, {
      auth: { kind: 'oidc', tokenUrl: `${tokenHost}/token`, clientId: 'us', clientSecret: SECRET, ...auth },
      now: () => clock,
    });
  const sentTokens = (): (string | undefined)[] =>
    server.seen.filter(({ path }) => path !== '/token').map(({ headers }) => headers.authorization);

  it('signs in once for requests that come at the same time, within the budget', async () => {
    const { client, taken } = clientOf({ scope: 'exports' });
    await Promise.all([1, 2, 3].map(() => client.jobStatus('j', never())));
    expect(forms).toEqual([
      { grant_type: 'client_credentials', client_id: 'us', client_secret: SECRET, scope: 'exports' },
    ]);
    expect(sentTokens()).toEqual(Array(3).fill('Bearer access-1'));
    expect(taken).toHaveLength(4);
    expect(server.seen[0]!.headers.authorization).toBeUndefined();
  });

  it('takes no permit for a token endpoint on another host', async () => {
    const other = await startOcpServer();
    other.answer(json(200, { access_token: 'other', expires_in: 300 }));
    const { client, taken } = clientOf({}, other.baseUrl);
    await client.jobStatus('j', never()).finally(other.stop);
    expect(taken).toHaveLength(1);
    expect(sentTokens()).toEqual(['Bearer other']);
  });

  it('refreshes its token before it ends, and signs in again when the session has ended', async () => {
    const { client } = clientOf();
    for (const atS of [0, 269, 270, 2_071]) {
      clock = atS * 1_000;
      await client.jobStatus('j', never());
    }
    expect(forms.map(({ grant_type, refresh_token }) => [grant_type, refresh_token])).toEqual([
      ['client_credentials', undefined],
      ['refresh_token', 'refresh-1'],
      ['client_credentials', undefined],
    ]);
    expect(sentTokens().map((token) => token?.at(-1))).toEqual(['1', '1', '2', '3']);
  });

  it('signs in again if OCP ends its session early', async () => {
    const { client } = clientOf();
    await client.jobStatus('j', never());
    const answer = answerToken;
    answerToken = (form) =>
      form.grant_type === 'refresh_token' ? json(400, { error: 'invalid_grant' }) : answer(form);
    clock = 280_000;
    await client.jobStatus('j', never());
    expect(forms.map(({ grant_type }) => grant_type)).toEqual([
      'client_credentials',
      'refresh_token',
      'client_credentials',
    ]);
  });

  it.each(['createJob', 'jobStatus', 'download'] as const)(
    'renews its token once when OCP refuses it in the middle, and sends %s again',
    async (operation) => {
      const { client, outcomes } = clientOf();
      await client.jobStatus('j', never());
      revoked.add('access-1');
      answerOcp = operation === 'createJob' ? json(202, { exportJobId: 'j' }) : answerOcp;
      const request = { group: 'g', fromDate: 'a', toDate: 'b', format: 'wav' };
      if (operation === 'createJob') await client.createJob(request, never());
      if (operation === 'jobStatus') await client.jobStatus('j', never());
      if (operation === 'download') {
        answerOcp = bytes(Buffer.from([1, 2]));
        await readAll((await client.download('j', 'r', never())).body);
      }
      expect(sentTokens().map((token) => token?.at(-1))).toEqual(['1', '1', '2']);
      expect(outcomes.every((outcome) => outcome === 'answered')).toBe(true);
    },
  );

  it('shows no token that was renewed meanwhile, though OCP repeats it', async () => {
    const { client } = clientOf();
    await client.jobStatus('j', never());
    answerOcp = (response, { headers }) =>
      json(401, { message: `no ${headers.authorization}` })(response, {} as never);
    const errors = await Promise.all([1, 2, 3].map(() => caught(client.jobStatus('j', never()))));
    for (const { message } of errors) expect(message).not.toMatch(/access-\d/);
  });

  it('keeps its token when a host that OCP redirects to answers 401', async () => {
    const files = await startOcpServer();
    files.answer(status(401));
    const { client, taken } = makeClient(server.baseUrl, {
      auth: { kind: 'oidc', tokenUrl: `${server.baseUrl}/token`, clientId: 'us', clientSecret: SECRET },
      allowedDownloadHosts: [files.host],
      now: () => clock,
    });
    answerOcp = status(302, { location: files.baseUrl });
    await caught(client.download('j', 'r', never())).finally(files.stop);
    expect(forms).toHaveLength(1);
    expect(files.seen).toHaveLength(1);
    expect(taken).toHaveLength(3);
  });

  it('renews its token once for many requests that OCP refuses at the same time', async () => {
    const { client } = clientOf();
    await client.jobStatus('j', never());
    revoked.add('access-1');
    await Promise.all([1, 2, 3, 4].map(() => client.jobStatus('j', never())));
    expect(forms).toHaveLength(2);
  });

  it('gives up when OCP refuses the renewed token too', async () => {
    const { client } = clientOf();
    for (const token of ['access-1', 'access-2', 'access-3']) revoked.add(token);
    expect(await caught(client.jobStatus('j', never()))).toBeInstanceOf(OcpCredentialsError);
    expect(sentTokens()).toHaveLength(2);
  });

  it('does not renew its token for a file that is forbidden', async () => {
    const { client } = clientOf();
    answerOcp = status(403);
    expect(await caught(client.download('j', 'r', never()))).toBeInstanceOf(OcpCredentialsError);
    expect(forms).toHaveLength(1);
  });

  it('resumes a long download with a token that was renewed meanwhile', async () => {
    const file = Buffer.alloc(100_000, 7);
    const etag = '"v1"';
    answerOcp = (response, request) => {
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      response.writeHead(from === 0 ? 200 : 206, {
        etag,
        'content-length': file.length - from,
        ...(from > 0 && { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` }),
      });
      if (from > 0) return response.end(file.subarray(from));
      response.write(file.subarray(0, 50_000), () => {
        clock = 299_000; // The first token is near its end.
        setTimeout(() => response.destroy(), 50);
      });
    };
    const { client } = clientOf();
    const { body } = await client.download('j', 'r', never());
    expect((await readAll(body)).equals(file)).toBe(true);
    expect(sentTokens()).toEqual(['Bearer access-1', 'Bearer access-2']);
  });

  it('uses a session that a person has opened, without a secret', async () => {
    const { client } = clientOf({ clientSecret: undefined, refreshToken: 'opened' });
    await client.jobStatus('j', never());
    expect(forms[0]).toEqual({ grant_type: 'refresh_token', refresh_token: 'opened', client_id: 'us' });
    clock = 2_200_000;
    const error = await caught(client.jobStatus('j', never()));
    expect(error).toBeInstanceOf(OcpCredentialsError);
    expect(error.message).toContain('needs another');
  });

  it.each([400, 401])('reports refused credentials for HTTP %i, without the secret', async (code) => {
    answerToken = () => json(code, { error: 'invalid_client', message: `wrong: ${SECRET}` });
    const error = await caught(clientOf().client.jobStatus('j', never()));
    expect(error).toBeInstanceOf(OcpCredentialsError);
    expect(error.message).not.toContain(SECRET);
    expect(sentTokens()).toEqual([]);
  });

  it('waits for a token endpoint that is down, and keeps no permit', async () => {
    answerToken = () => status(503);
    const { client } = clientOf();
    expect(await caught(client.jobStatus('j', never()))).toBeInstanceOf(OcpUnavailableError);
    answerToken = () => json(200, { access_token: 'back', expires_in: 300 });
    await client.jobStatus('j', never());
    expect(sentTokens()).toEqual(['Bearer back']);
  });

  it('does not hand a caller that has gone the wait of the others', async () => {
    const { client } = clientOf();
    const leaving = new AbortController();
    const first = caught(client.jobStatus('j', leaving.signal));
    const second = client.jobStatus('j', never());
    leaving.abort(new Error('the caller left'));
    expect((await first).message).toBe('the caller left');
    expect(await second).toMatchObject({ status: 'COMPLETED' });
    expect(forms).toHaveLength(1);
  });
});
