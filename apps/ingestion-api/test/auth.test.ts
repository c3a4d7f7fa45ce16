import { small } from './audio.ts';
import { cdrEnd, cdrStart } from './call-events.ts';
import { pushes, pushRaw } from './push.ts';
import { readMetric } from './read-metric.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await pushRaw(api, 'ours', small);
  await api.postEvents(cdrStart('ours'));
  await api.postEvents(cdrStart('pending'));
  await pushRaw(api, 'theirs', small, { tenantId: 'bolt', groupId: 'Bolt_EN', key: keys.bolt });
  await pushRaw(api, 'stray', small, { groupId: 'Nobody_EN' });
});
afterAll(() => api.stop());

const answer = async (response: Response) => ({
  status: response.status,
  body: (await response.json()) as object,
});
const get = async (path: string, key: string) => answer(await api.send(path, { key }));

const requests: [string, string, RequestInit][] = [
  ['events', '/v1/events', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
  ['a form', '/v1/recordings', { method: 'POST', body: new FormData() }],
  [
    'a raw body',
    '/v1/recordings/acme/x',
    { method: 'PUT', body: 'RIFF', headers: { 'content-type': 'audio/wav' } },
  ],
  ['a look-up', '/v1/calls/acme/ours', {}],
];

describe.each(requests)('%s', (_, path, init) => {
  it.each([
    ['an unknown key', 'nobody-knows-this-key'],
    ['an empty key', ''],
    ["a key's hash instead of the key", 'c'.repeat(64)],
    ['two keys in one', `${keys.push}, ${keys.console}`],
  ])('with %s is refused with 401', async (_what, key) => {
    const headers = { ...(init.headers as object), 'x-api-key': key };
    const response = await fetch(`${api.url}${path}`, { ...init, headers });
    expect(await answer(response)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });

  it('without a key is refused with 401', async () => {
    expect((await fetch(`${api.url}${path}?x-api-key=${keys.push}`, init)).status).toBe(401);
  });

  it('of a credential without the scope is refused with 403, which names the scope', async () => {
    const key = path.startsWith('/v1/calls') ? keys.push : keys.console;
    expect(await answer(await api.send(path, { ...init, key }))).toMatchObject({
      status: 403,
      body: {
        code: 'SCOPE_MISSING',
        message: expect.stringMatching(/(events:write|recordings:write|calls:read)$/),
      },
    });
  });
});

describe('another tenant', () => {
  const absent = {
    status: 404,
    body: {
      type: 'urn:recordings:problem:CALL_NOT_FOUND',
      title: 'Call not found',
      status: 404,
      detail: 'no such call',
      // It differs for each request, and tells nothing about the call.
      instance: expect.stringMatching(/^urn:recordings:request:[\w-]+$/) as string,
      code: 'CALL_NOT_FOUND',
      message: 'no such call',
    },
  };

  it.each([
    ["reads another's call", '/v1/calls/acme/ours'],
    ["reads another's audio", '/v1/calls/acme/ours?audio=link'],
    ['reads a call that does not exist', '/v1/calls/acme/nowhere'],
    ['reads a call of no tenant', '/v1/calls/unknown/stray'],
    ['reads under an unknown tenant', '/v1/calls/nobody/ours'],
    ['reads under an invalid tenant id', '/v1/calls/a%23b/ours'],
    ["reads another's call through its own tenant", '/v1/calls/bolt/ours'],
    ["joins another's key", '/v1/calls/bolt%23x/ours'],
  ])('%s and gets the same 404 as for a call that does not exist', async (_, path) => {
    expect(await get(path, keys.bolt)).toEqual(absent);
  });

  it.each(pushes)("cannot store a recording of another tenant's group in %s", async (_, push) => {
    const response = await push(api, 'forged', small, { key: keys.bolt });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'TENANT_FORBIDDEN' });
    expect(await api.call('forged')).toBeUndefined();
  });

  it('cannot store a recording under another tenant, with any group', async () => {
    const forged = [
      { tenantId: 'acme', groupId: 'Bolt_EN' },
      { tenantId: 'acme', groupId: '' },
      { tenantId: 'bolt', groupId: 'Acme_EN' },
    ];
    for (const labels of forged) {
      expect((await pushRaw(api, 'forged', small, { ...labels, key: keys.bolt })).status).toBe(403);
    }
    expect(await api.call('forged')).toBeUndefined();
    expect((await get('/v1/calls/bolt/forged', keys.bolt)).status).toBe(404);
  });

  it('gets the same answer for a recording of a call that is stored and one that is not', async () => {
    const answers = ['ours', 'nowhere'].map(async (callId) =>
      answer(await pushRaw(api, callId, small, { key: keys.bolt })),
    );
    const [stored, absentCall] = await Promise.all(answers);
    expect(stored).toEqual({ ...absentCall, body: { ...absentCall!.body, instance: expect.any(String) } });
  });

  it("can have a call with the same id as another's", async () => {
    expect(
      (await pushRaw(api, 'ours', small, { tenantId: 'bolt', groupId: 'Bolt_EN', key: keys.bolt })).status,
    ).toBe(201);
    expect((await get('/v1/calls/bolt/ours', keys.bolt)).body).toMatchObject({
      tenantId: 'bolt',
      hasCdrEnd: false,
    });
    await api.postEvents(cdrEnd('ours'));
    expect((await get('/v1/calls/bolt/ours', keys.bolt)).body).toMatchObject({ hasCdrEnd: false });
  });
});

describe('GET /v1/calls/{tenantId}/{callId}', () => {
  it('returns the record without the keys of the table', async () => {
    const { body } = await get('/v1/calls/acme/ours', keys.console);
    expect(body).toMatchObject({ callId: 'ours', s3Stored: true, history: expect.any(Array) });
    expect(body).not.toHaveProperty('pk');
    expect(body).not.toHaveProperty('sk');
    expect(body).not.toHaveProperty('audioLink');
  });

  it('gives a link that returns the audio without a key', async () => {
    const { body } = await get('/v1/calls/acme/ours?audio=link', keys.audit);
    const { audioLink } = body as { audioLink: string };
    expect(new URL(audioLink).searchParams.get('X-Amz-Expires')).toBe('900');
    const audio = Buffer.from(await (await fetch(audioLink)).arrayBuffer());
    expect(audio.equals(small)).toBe(true);
  });

  it('writes into the history who asked for a link, logs it and counts it, before it answers', async () => {
    await get('/v1/calls/acme/ours?audio=link', keys.audit);
    const { history, lastAudioLink } = (await api.call('ours'))!;
    expect(history.at(-1)).toMatchObject({
      what: 'audio link issued',
      by: 'ingestion-api',
      detail: { lastAudioLink: { by: 'audit', at: history.at(-1)!.at } },
    });
    const { at, validUntil } = lastAudioLink!;
    expect(Date.parse(validUntil) - Date.parse(at)).toBe(900_000);
    const line = api.logged.findLast((one) => one.includes('audio_link_issued'))!;
    expect(JSON.parse(line)).toMatchObject({ tenantId: 'acme', callId: 'ours', sender: 'audit', validUntil });
    expect(line).not.toContain('X-Amz-Signature');
    expect(await readMetric(api, 'audio_links_issued_total', 'tenant="acme"')).toBeGreaterThan(0);
  });

  it('gives no link without the scope audio:read', async () => {
    expect(await get('/v1/calls/acme/ours?audio=link', keys.console)).toMatchObject({
      status: 403,
      body: { code: 'SCOPE_MISSING', message: expect.stringContaining('audio:read') },
    });
  });

  it('gives no link to audio that is not stored', async () => {
    const { status, body } = await get('/v1/calls/acme/pending?audio=link', keys.audit);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('audioLink');
  });
});
