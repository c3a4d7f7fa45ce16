import { sha256Of, wavOf } from '@recordings/test-kit';
import { large, small } from './audio.ts';
import { NOON_MS } from './call-events.ts';
import { field, file, formBody, nameOf, type Part, postBody, postForm } from './form-body.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

describe('POST /v1/recordings', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ MAX_HELD_BYTES: '65536' });
  });
  afterAll(() => api.stop());

  const post = (parts: readonly Part[], end?: string) => postForm(api, parts, end);

  it.each([
    ['small', small],
    ['staged', large],
  ])('checks a checksum that is behind the file (%s)', async (size, bytes) => {
    const labels = [field('callId', `late sum ${size}`), field('groupId', 'Acme_EN')];
    const odd = await post([...labels, file(bytes), field('sha256', 'abc')]);
    expect(odd.status).toBe(400);
    expect(await odd.json()).toMatchObject({
      code: 'CHECKSUM_INVALID',
      message: expect.stringMatching(/sha256.*base64/),
    });
    expect(await api.call(`late sum ${size}`)).toBeUndefined();
    const wrong = await post([...labels, file(bytes), field('sha256', 'ab'.repeat(32))]);
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    expect(await api.call(`late sum ${size}`)).toMatchObject({
      quarantined: [{ reason: 'CHECKSUM_MISMATCH' }],
    });
    expect((await post([...labels, file(bytes), field('sha256', sha256Of(bytes))])).status).toBe(201);
  });

  it('accepts labels behind the file that say the same as its name, and those that only describe the call', async () => {
    const behind = [
      field('callId', 'agrees'),
      field('groupId', 'Acme_EN'),
      field('conversationId', 'conversation'),
      field('callTimestamp', '2026-01-15T12:00:00Z'),
    ];
    expect((await post([file(small, nameOf('agrees')), ...behind])).status).toBe(201);
  });

  it('ignores a thousand unknown fields', async () => {
    const unknown = Array.from({ length: 996 }, (_, n) => field(`custom-${n}`, 'x'));
    const known = [field('callId', 'thousand'), field('groupId', 'Acme_EN')];
    expect((await post([...unknown, ...known, file(small), field('after', '1')])).status).toBe(201);
  });

  it('ignores a mebibyte of unknown fields', async () => {
    const unknown = [16, 500_000, 530_000].map((length, n) => field(`custom-${n}`, 'x'.repeat(length)));
    const known = [field('callId', 'mebibyte'), field('groupId', 'Acme_EN')];
    expect((await post([...unknown, ...known, file(small)])).status).toBe(201);
    expect((await api.call('mebibyte'))?.s3Stored).toBe(true);
  });

  it('takes a part of an audio type as the recording, also without a file name', async () => {
    const body = formBody([field('callId', 'nameless'), field('groupId', 'Acme_EN'), file(small)]);
    const nameless = Buffer.from(body.toString('latin1').replace('; filename="recording.wav"', ''), 'latin1');
    expect((await postBody(api, nameless)).status).toBe(201);
    expect((await api.call('nameless'))?.s3Stored).toBe(true);
  });

  const json = (value: unknown): Part => ({
    name: 'metadata',
    value: typeof value === 'string' ? value : JSON.stringify(value),
    fileName: 'metadata.json',
  });

  it.each(['audio/x-wav', 'binary/octet-stream', 'application/octet-stream', 'audio/wave; codec=1', ''])(
    'takes a file of the type "%s" as the recording',
    async (type) => {
      const callId = `file of ${type.replaceAll('/', ' ')}`;
      const known = [field('callId', callId), field('groupId', 'Acme_EN')];
      expect((await post([...known, { ...file(small), type }])).status).toBe(201);
      expect((await api.call(callId))?.s3Stored).toBe(true);
    },
  );

  it('reads labels from a JSON part before the recording', async () => {
    const metadata = json({ callId: 'from json', groupId: 'Acme_EN', agent: { id: 7 } });
    expect((await post([metadata, file(small)])).status).toBe(201);
    expect((await api.call('from json'))?.s3Stored).toBe(true);
  });

  it('ignores a JSON part that agrees, is broken or has no labels', async () => {
    const known = [field('callId', 'more json'), field('groupId', 'Acme_EN')];
    const parts = [...known, json('{"callId":'), file(small), json({ callId: 'more json', campaign: 7 })];
    expect((await post(parts)).status).toBe(201);
  });

  it('refuses a JSON part behind the recording that names another call, and stores nothing', async () => {
    const known = [field('callId', 'json 1'), field('groupId', 'Acme_EN')];
    const response = await post([...known, file(large), json({ callId: 'json 2' })]);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'FORM_INVALID' });
    expect(await api.call('json 1')).toBeUndefined();
  });

  it.each([
    ['text/xml', 'call.xml', 'before'],
    ['application/xml', 'call.xml', 'behind'],
    ['text/csv', 'call.csv', 'behind'],
    ['text/plain', 'notes.txt', 'before'],
  ])('does not read a part of the type %s, named %s, %s the recording', async (type, fileName, place) => {
    const callId = `text ${fileName} ${place}`;
    const text = { name: 'about', value: 'x'.repeat(200_000), fileName, type };
    const known = [field('callId', callId), field('groupId', 'Acme_EN')];
    const parts = place === 'before' ? [text, file(small)] : [file(small), text];
    expect((await post([...known, ...parts])).status).toBe(201);
    expect((await api.call(callId))?.audio).toMatchObject({ sha256: sha256Of(small) });
  });

  it('accepts fields that are repeated with an equal value', async () => {
    const all = { callId: 'again', groupId: 'Acme_EN', tenantId: 'acme', conversationId: 'c-9' };
    const fields = Object.entries(all).map(([name, value]) => field(name, value));
    const sums = [sha256Of(small), Buffer.from(sha256Of(small), 'hex').toString('base64')];
    const [inHex, inBase64] = sums.map((sum) => field('sha256', sum));
    const parts = [...fields, inHex!, ...fields, json(all), file(small), ...fields, inBase64!, json(all)];
    expect((await post(parts)).status).toBe(201);
    expect((await api.call('again'))?.s3Stored).toBe(true);
  });

  it('reads the safe integers of a JSON part as text, and ignores other numbers', async () => {
    const metadata = json({ callId: 12_345_678, callTimestamp: NOON_MS, conversationId: 1e16, groupId: 0.5 });
    expect((await post([metadata, field('groupId', 'Acme_EN'), file(small)])).status).toBe(201);
    const call = await api.call('12345678');
    expect(call).toMatchObject({ groupId: 'Acme_EN', callTimestamp: new Date(NOON_MS).toISOString() });
    expect(call?.conversationId).toBeUndefined();
  });

  it('ignores empty and unknown fields behind the file', async () => {
    const behind = [field('callId', 'undefined'), field('groupId', ''), field('campaign', '7')];
    expect((await post([file(small, nameOf('same')), ...behind])).status).toBe(201);
  });

  const invalid: [string, Part[], RegExp][] = [
    ...['callId', 'tenantId', 'groupId'].map((name): [string, Part[], RegExp] => [
      `${name} behind the file`,
      [file(large, nameOf('wrong-1')), field(name, 'wrong-2')],
      new RegExp(`field ${name} .*before the file`),
    ]),
    [
      'two files',
      [field('callId', 'wrong-4'), field('groupId', 'Acme_EN'), file(small), file(large)],
      /more than one recording/,
    ],
    [
      'a field that comes twice with different values',
      [field('callId', 'wrong-5'), field('callId', 'wrong-6'), field('groupId', 'Acme_EN'), file(small)],
      /callId more than once/,
    ],
    [
      'a field that differs from its JSON part',
      [field('groupId', 'Acme_EN'), json({ callId: 'wrong-3', groupId: 'Acme_FR' }), file(small)],
      /groupId more than once/,
    ],
    ['a JSON part that is too large', [json('x'.repeat(3_000_000)), file(large)], /more than 65536 bytes/],
    [
      'two checksums that differ',
      [
        ...[field('callId', 'wrong-3'), field('groupId', 'Acme_EN'), field('sha256', sha256Of(small))],
        ...[file(small), field('sha256', sha256Of(large))],
      ],
      /sha256 more than once/,
    ],
  ];
  it.each(invalid)('refuses a form with %s, and stores nothing', async (_, parts, message) => {
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
    ['in a JSON part', formBody([json({ callId: 'cut' })], '').subarray(0, -4)],
    ['in a text part', formBody([{ name: 'a', value: 'x', fileName: 'a.csv', type: 'text/csv' }], '')],
  ])('refuses a form that ends %s, although the request itself is whole', async (_, body) => {
    const response = await postBody(api, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: expect.stringMatching(/^(UPLOAD_BROKEN_OFF|FILE_MISSING)$/),
    });
    expect((await api.finalObjects()).filter((object) => object.endsWith('/cut'))).toEqual([]);
    expect(await api.call('cut')).toBeUndefined();
    expect(await api.openUploads()).toBe(0);
  });

  it('stores audio that contains most of the delimiter', async () => {
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
    ['text only', [{ name: 'a', value: 'x', fileName: 'a.txt', type: 'text/csv' }], 400, 'FILE_MISSING'],
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
    const response = await postBody(api, formBody([...labels, file(small)]), type);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/) });
    expect(await api.call('cut')).toBeUndefined();
  });
});
