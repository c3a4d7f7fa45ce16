import { sha256Of, wavOf } from '@recordings/test-kit';
import { large, small } from './audio.ts';
import { cdrEnd, NOON_MS } from './call-events.ts';
import { FORM_TYPE, formBody, type Part } from './form-body.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

describe('POST /v1/recordings', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ MAX_HELD_BYTES: '65536' });
  });
  afterAll(() => api.stop());

  const postBody = (body: Uint8Array | string, type = FORM_TYPE): Promise<Response> =>
    api.send('/v1/recordings', {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(Buffer.from(body as Uint8Array)),
    });
  const post = (parts: readonly Part[], end?: string) => postBody(formBody(parts, end));

  const field = (name: string, value: string): Part => ({ name, value });
  const file = (value: Uint8Array, fileName = 'recording.wav'): Part => ({ name: 'file', value, fileName });
  const nameOf = (callId: string, group = 'Acme_EN') => `${group}~101~${NOON_MS}~${callId}.wav`;

  it.each([
    ['small', small],
    ['staged', large],
  ])("finds the call by OCP's file name alone (%s)", async (size, bytes) => {
    const callId = `named-${size}`;
    const response = await post([file(bytes, nameOf(callId))]);
    expect(response.status).toBe(201);
    expect(await api.call(callId)).toMatchObject({
      groupId: 'Acme_EN',
      lineOfBusiness: 'sales',
      callTimestamp: new Date(NOON_MS).toISOString(),
      s3Stored: true,
    });
  });

  it('takes the fields before the file name, and keeps what they say of the call', async () => {
    const response = await post([
      field('callId', 'by-fields'),
      field('groupId', 'Acme_EN'),
      field('conversationId', 'conversation-9'),
      field('callTimestamp', '2026-01-15T13:00:00+01:00'),
      file(small, nameOf('other-dialog')),
    ]);
    expect(response.status).toBe(201);
    expect(await api.call('by-fields')).toMatchObject({
      conversationId: 'conversation-9',
      callTimestamp: '2026-01-15T12:00:00.000Z',
    });
    expect(await api.call('other-dialog')).toBeUndefined();
  });

  it.each(['', 'undefined', 'null'])('takes a field of "%s" for one that is missing', async (nothing) => {
    const callId = `missing-${nothing}`;
    const names = ['callId', 'groupId', 'tenantId', 'callTimestamp', 'sha256'];
    const parts = [...names.map((name) => field(name, nothing)), file(small, nameOf(callId))];
    expect((await post(parts)).status).toBe(201);
    expect(await api.call(callId)).toMatchObject({ s3Stored: true, groupId: 'Acme_EN' });
  });

  it.each([
    ['a name that says nothing', 'record.wav'],
    ['a name of three parts', 'Acme_EN~1768478400000~dialog.wav'],
    ['a name whose dialog is "undefined"', `Acme_EN~101~${NOON_MS}~undefined.wav`],
  ])('keeps a file with %s in quarantine, under an id that does not repeat the name', async (_, fileName) => {
    const response = await post([file(small, fileName)]);
    expect(response.status).toBe(202);
    const answer = (await response.json()) as { callId: string };
    expect(answer).toMatchObject({ status: 'quarantined', reason: 'CALL_UNIDENTIFIED' });
    expect(answer.callId).toMatch(/^unidentified-[0-9a-f]{32}$/);
    const call = await api.call(answer.callId, 'unknown');
    const { key } = call!.quarantined![0]!;
    expect((await api.bytesAt('quarantine', key)).equals(small)).toBe(true);
    const why = JSON.parse(String(await api.bytesAt('quarantine', `${key}.json`))) as { detail: string };
    expect(why.detail).toContain(fileName);
  });

  it('finds the group on the record of a call whose recording names none', async () => {
    await api.postEvents(cdrEnd('no-group', { app: 'ClaimsApp' }));
    const labels = [field('callId', 'no-group'), field('tenantId', 'acme')];
    expect((await post([...labels, file(small)])).status).toBe(201);
    expect(await api.call('no-group')).toMatchObject({
      callStatus: 'COMPLETED',
      lineOfBusiness: 'claims',
      location: { bucket: 'test-recordings-claims' },
    });
  });

  it.each([
    ['small', small],
    ['staged', large],
  ])('honours a checksum that stands behind the file (%s)', async (size, bytes) => {
    const labels = [field('callId', `late sum ${size}`), field('groupId', 'Acme_EN')];
    const wrong = await post([...labels, file(bytes), field('sha256', 'ab'.repeat(32))]);
    expect(wrong.status).toBe(202);
    expect(await wrong.json()).toMatchObject({ reason: 'CHECKSUM_MISMATCH' });
    expect((await post([...labels, file(bytes), field('sha256', sha256Of(bytes))])).status).toBe(201);
  });

  it('stores a file whose name says what the fields behind it say again', async () => {
    const parts = [file(small, nameOf('same')), field('callId', 'same'), field('groupId', 'Acme_EN')];
    expect((await post(parts)).status).toBe(201);
  });

  const invalid: [string, Part[], RegExp][] = [
    [
      'fields behind the file that name another call than its name',
      [file(small, nameOf('wrong-1')), field('callId', 'wrong-2')],
      /before the file/,
    ],
    [
      'fields behind a file whose name says nothing',
      [file(large, 'wrong.wav'), field('callId', 'wrong-3'), field('groupId', 'Acme_EN')],
      /before the file/,
    ],
    [
      'two files',
      [field('callId', 'wrong-4'), field('groupId', 'Acme_EN'), file(small), file(large)],
      /more than one file/,
    ],
    [
      'a field that comes twice',
      [field('callId', 'wrong-5'), field('callId', 'wrong-6'), field('groupId', 'Acme_EN'), file(small)],
      /callId more than once/,
    ],
  ];
  it.each(invalid)('refuses a form with %s, and stores nothing of it', async (_, parts, message) => {
    const before = { objects: await api.finalObjects(), kept: await api.quarantinedKeys() };
    const response = await post(parts);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'FORM_INVALID',
      message: expect.stringMatching(message),
    });
    expect({ objects: await api.finalObjects(), kept: await api.quarantinedKeys() }).toEqual(before);
    for (const id of [1, 2, 3, 4, 5, 6]) expect(await api.call(`wrong-${id}`)).toBeUndefined();
  });

  const labels = [field('callId', 'cut'), field('groupId', 'Acme_EN')];
  const whole = formBody([...labels, file(large)]);
  const inFile = whole.indexOf('RIFF') + 90_000;
  it.each([
    ['in its file', whole.subarray(0, inFile)],
    ['right behind the first half of the audio', whole.subarray(0, whole.indexOf('RIFF') + 44 + 2_000)],
    ['in the delimiter behind its file', whole.subarray(0, whole.length - 8)],
    ['before the last two dashes', formBody([...labels, file(large)], '--cut-here')],
    [
      'in a field behind its file',
      formBody([...labels, file(small), field('sha256', 'ab')], '').subarray(0, -4),
    ],
    ['in a field before its file', whole.subarray(0, 70)],
  ])('refuses a form that ends %s, although the request itself is whole', async (_, body) => {
    const response = await postBody(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: expect.stringMatching(/^(UPLOAD_BROKEN_OFF|FILE_MISSING)$/),
    });
    expect((await api.finalObjects()).filter((object) => object.endsWith('/cut'))).toEqual([]);
    expect(await api.call('cut')).toBeUndefined();
    expect(await api.openUploads()).toBe(0);
  });

  it('is not misled by audio that holds almost the delimiter', async () => {
    const audio = wavOf(100_044);
    audio.write('\r\n--cut-her\r\n--cut-herf\r\n--cut', 60_000);
    expect((await post([field('callId', 'almost'), field('groupId', 'Acme_EN'), file(audio)])).status).toBe(
      201,
    );
    const [object] = (await api.finalObjects()).filter((name) => name.endsWith('/almost'));
    expect(
      (await api.bytesAt('recordings-sales', object!.replace('recordings-sales/', ''))).equals(audio),
    ).toBe(true);
  });

  it.each([
    ['no file', [field('callId', 'none')], 400, 'FILE_MISSING'],
    ['no part at all', [], 400, 'FILE_MISSING'],
    ['a file without a name or a call id', [file(small, '')], 400, 'CALL_UNIDENTIFIED'],
  ])('refuses a form with %s', async (_, parts, status, code) => {
    const response = await post(parts);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, message: expect.stringMatching(/./) });
  });

  it.each([
    ['a form whose delimiter is not named', 'multipart/form-data', 400],
    ['JSON', 'application/json', 415],
    ['audio', 'audio/wav', 415],
    ['an unknown type', 'application/x-thing', 415],
  ])('refuses %s', async (_, type, status) => {
    const response = await postBody(formBody([...labels, file(small)]), type);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/) });
    expect(await api.call('cut')).toBeUndefined();
  });
});
