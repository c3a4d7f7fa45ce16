import { sha256Of, waitUntil } from '@recordings/test-kit';
import { large, small } from './audio.ts';
import { cdrEnd } from './call-events.ts';
import { FORM_TYPE, formBody } from './form-body.ts';
import { pushRaw } from './push.ts';
import { answeredStatus, closeSockets, headOf, openSocket, written } from './raw-socket.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

describe('PUT /v1/recordings/{tenantId}/{callId}', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ MAX_HELD_BYTES: '65536', MAX_RECORDING_BYTES: '200000' });
  });
  afterEach(closeSockets);
  afterAll(() => api.stop());

  const put = (path: string, headers: Record<string, string>, body: Uint8Array = small) =>
    api.send(path, { method: 'PUT', headers, body: new Uint8Array(body) });
  const wav = { 'content-type': 'audio/wav' };

  it.each([
    'audio/wav',
    'audio/mpeg',
    'application/octet-stream',
    'binary/octet-stream',
    'audio/x-wav; codec=1',
    '',
  ])('takes a recording of the type "%s"', async (type) => {
    const callId = type === '' ? 'typeless' : type;
    const response = await put(`/v1/recordings/acme/${encodeURIComponent(callId)}`, {
      ...(type !== '' && { 'content-type': type }),
      'x-group-id': 'Acme_EN',
      'x-conversation-id': 'conversation-7',
      'x-call-timestamp': '2026-01-15T12:00:00Z',
    });
    expect(response.status).toBe(201);
    expect(await api.call(callId)).toMatchObject({
      conversationId: 'conversation-7',
      callTimestamp: '2026-01-15T12:00:00.000Z',
      groupId: 'Acme_EN',
    });
  });

  it("stores under the path's tenant when no group is named, in the bucket of the call's group", async () => {
    await api.postEvents(cdrEnd('groupless', { app: 'ClaimsApp' }));
    expect((await pushRaw(api, 'groupless', small, { groupId: '' })).status).toBe(201);
    expect(await api.call('groupless')).toMatchObject({
      callStatus: 'COMPLETED',
      lineOfBusiness: 'claims',
      location: { bucket: 'test-recordings-claims' },
    });
  });

  it("keeps a recording of an unknown call without a group under the path's tenant, unassigned", async () => {
    expect((await pushRaw(api, 'groupless-first', small, { groupId: '' })).status).toBe(201);
    expect(await api.call('groupless-first')).toMatchObject({
      s3Stored: true,
      location: { bucket: 'test-recordings-unassigned' },
    });
    await api.postEvents(cdrEnd('groupless-first'));
    expect(await api.call('groupless-first')).toMatchObject({
      callStatus: 'COMPLETED',
      lineOfBusiness: 'sales',
    });
  });

  it.each(['undefined', 'null', 'none', 'None', ''])(
    'treats a header of "%s" as missing',
    async (nothing) => {
      const callId = `nothing ${nothing}`;
      await api.postEvents(cdrEnd(callId));
      const headers = {
        ...wav,
        'x-group-id': nothing,
        'x-call-timestamp': nothing,
        'x-checksum-sha256': nothing,
      };
      expect((await put(`/v1/recordings/acme/${encodeURIComponent(callId)}`, headers)).status).toBe(201);
      expect(await api.call(callId)).toMatchObject({ callStatus: 'COMPLETED', lineOfBusiness: 'sales' });
    },
  );

  it('treats the tenant "undefined" in a path as missing', async () => {
    expect((await put('/v1/recordings/undefined/tenantless', wav)).status).toBe(201);
    expect(await api.call('tenantless')).toMatchObject({ s3Stored: true });
  });

  it.each([
    ['hex', sha256Of(small)],
    ['hex in capitals', sha256Of(small).toUpperCase()],
    ['base64', Buffer.from(sha256Of(small), 'hex').toString('base64')],
    ['base64 for URLs', Buffer.from(sha256Of(small), 'hex').toString('base64url')],
  ])('compares a checksum in %s', async (form, sum) => {
    const headers = { ...wav, 'x-group-id': 'Acme_EN', 'x-checksum-sha256': sum };
    const path = `/v1/recordings/acme/${encodeURIComponent(`sum in ${form}`)}`;
    expect((await put(path, headers, small.subarray(0, -2))).status).toBe(400);
    expect(await api.call(`sum in ${form}`)).toMatchObject({
      quarantined: [{ reason: 'CHECKSUM_MISMATCH' }],
    });
    expect((await put(path, headers)).status).toBe(201);
  });

  it.each([
    ['too short', 'ab'.repeat(31)],
    ['no digits of hex', 'zz'.repeat(32)],
    ['two of them', `${'ab'.repeat(32)}, ${'ab'.repeat(32)}`],
    ['MD5 in base64', Buffer.alloc(16, 7).toString('base64')],
    ['a structured field', `sha-256=:${Buffer.alloc(32, 7).toString('base64')}:`],
  ])('refuses a checksum that is %s before the body arrives, and says what is expected', async (_, sum) => {
    const socket = await openSocket(api.url);
    const head = { 'X-API-Key': keys.push, 'Content-Type': 'audio/wav', 'X-Checksum-SHA256': sum };
    // The body never comes: the answer does not wait for it.
    await written(
      socket,
      headOf('PUT', '/v1/recordings/acme/odd-sum', { ...head, 'Content-Length': 20_000 }),
    );
    expect(await answeredStatus(socket)).toBe(400);
    socket.destroy();
    const response = await put('/v1/recordings/acme/odd-sum', { ...wav, 'x-checksum-sha256': sum });
    expect(await response.json()).toMatchObject({
      code: 'CHECKSUM_INVALID',
      message: expect.stringMatching(/X-Checksum-SHA256 .*64 hex.*base64/),
    });
    expect(await api.call('odd-sum')).toBeUndefined();
  });

  it('quarantines a body that its Content-Length cuts short', async () => {
    const socket = await openSocket(api.url);
    const head = { 'X-API-Key': keys.push, 'X-Group-Id': 'Acme_EN', 'Content-Type': 'audio/wav' };
    await written(socket, headOf('PUT', '/v1/recordings/acme/lied', { ...head, 'Content-Length': 20_000 }));
    await written(socket, small);
    // What it sent too much is no request: which of the two answers comes first is open, but neither says stored.
    expect([202, 400]).toContain(await answeredStatus(socket));
    socket.destroy();
    await waitUntil('it is kept', async () => (await api.call('lied')) !== undefined);
    const [quarantined] = (await api.call('lied'))!.quarantined!;
    expect(quarantined?.reason).toBe('TRUNCATED');
    const kept = await api.bytesAt('quarantine', quarantined!.key);
    expect(kept.equals(small.subarray(0, 20_000))).toBe(true);
  });

  it.each([
    ['413', '/v1/recordings/acme/huge', { 'X-Group-Id': 'Acme_EN' }],
    ['401', '/v1/recordings/acme/huge', { 'X-API-Key': 'nobody' }],
  ])('answers %s to a sender that reads only after it has sent 20 MB', async (status, path, labels) => {
    expect(await answerToHuge(api, path, labels)).toBe(Number(status));
  });

  it.each([
    ['a call id that no call can have', '/v1/recordings/acme/a%23b', wav, 400, 'CALL_UNIDENTIFIED'],
    ['a video', '/v1/recordings/acme/c', { 'content-type': 'video/mp4' }, 415, 'RECORDING_EXPECTED'],
    ['JSON', '/v1/recordings/acme/c', { 'content-type': 'application/json' }, 415, 'RECORDING_EXPECTED'],
    ['no call', '/v1/recordings/acme/', wav, 400, 'CALL_UNIDENTIFIED'],
    ['the call "undefined"', '/v1/recordings/acme/undefined', wav, 400, 'CALL_UNIDENTIFIED'],
    ['the call "NULL"', '/v1/recordings/acme/NULL', wav, 400, 'CALL_UNIDENTIFIED'],
  ])('refuses %s', async (_, path, headers, status, code) => {
    const response = await put(path, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, message: expect.stringMatching(/./) });
    expect(await api.call('c')).toBeUndefined();
  });

  it('refuses a form', async () => {
    const form = formBody([{ name: 'file', value: small, fileName: 'x.wav' }]);
    const response = await put('/v1/recordings/acme/c', { 'content-type': FORM_TYPE }, form);
    expect(response.status).toBe(415);
    expect(await api.call('c')).toBeUndefined();
  });

  it('quarantines an empty body as EMPTY', async () => {
    const response = await put(
      '/v1/recordings/acme/empty',
      { ...wav, 'x-group-id': 'Acme_EN' },
      Buffer.alloc(0),
    );
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ reason: 'EMPTY' });
    expect(await api.call('empty')).toMatchObject({ s3Stored: false, reconciliationStatus: 'pending' });
  });
});

/** Sends 20 MB before it reads the answer. Nothing is stored. */
const answerToHuge = async (api: TestApi, path: string, labels: object): Promise<number> => {
  const socket = await openSocket(api.url);
  socket.pause();
  const body = Buffer.concat([large, Buffer.alloc(20_000_000)]);
  const head = { 'X-API-Key': keys.push, 'Content-Type': 'audio/wav', 'Content-Length': body.length };
  await written(socket, headOf('PUT', path, { ...head, ...labels }));
  await written(socket, body);
  const status = await answeredStatus(socket);
  socket.destroy();
  expect(await api.call('huge')).toBeUndefined();
  expect((await api.finalObjects()).filter((object) => object.endsWith('/huge'))).toEqual([]);
  return status;
};

describe('PUT of a recording that is not too large', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ MAX_HELD_BYTES: '65536' });
  });
  afterEach(closeSockets);
  afterAll(() => api.stop());

  it.each([
    ['403', '/v1/recordings/bolt/huge', { 'X-Group-Id': 'Bolt_EN' }],
    ['415', '/v1/recordings/acme/huge', { 'Content-Type': 'video/mp4' }],
  ])('answers %s to a sender that reads only after it has sent 20 MB', async (status, path, labels) => {
    expect(await answerToHuge(api, path, labels)).toBe(Number(status));
  });
});
