import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { sha256Of } from '@recordings/test-kit';
import { large, small } from './audio.ts';
import { FORM_TYPE, field, file, formBody } from './form-body.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ MAX_HELD_BYTES: '65536' });
});
afterAll(() => api.stop());

const hashOf = (name: string, bytes: Uint8Array): string => createHash(name).update(bytes).digest('base64');
const crc32Of = (bytes: Uint8Array): string => {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(crc32(bytes));
  return four.toString('base64');
};

type Headers = Readonly<Record<string, string>>;

const put = (callId: string, bytes: Uint8Array, headers: Headers): Promise<Response> =>
  api.send(`/v1/recordings/acme/${callId}`, {
    method: 'PUT',
    headers: { 'content-type': 'audio/wav', 'x-group-id': 'Acme_EN', ...headers },
    body: new Uint8Array(bytes),
  });

const formOf = (callId: string, bytes: Uint8Array): Buffer =>
  formBody([field('callId', callId), field('groupId', 'Acme_EN'), file(bytes), field('after', 'x')]);

const post = (form: Uint8Array, headers: Headers): Promise<Response> =>
  api.send('/v1/recordings', {
    method: 'POST',
    headers: { 'content-type': FORM_TYPE, ...headers },
    body: new Uint8Array(form),
  });

/** Every way to declare a digest of the bytes. */
const ways: readonly (readonly [string, (bytes: Uint8Array) => Headers])[] = [
  ['Content-Digest, sha-256', (bytes) => ({ 'content-digest': `sha-256=:${hashOf('sha256', bytes)}:` })],
  ['Content-Digest, sha-512', (bytes) => ({ 'content-digest': `sha-512=:${hashOf('sha512', bytes)}:` })],
  ['Repr-Digest', (bytes) => ({ 'repr-digest': `sha-256=:${hashOf('sha256', bytes)}:;q=1` })],
  [
    'two digests and an unknown one',
    (bytes) => ({
      'content-digest': `life=42, sha-512=:${hashOf('sha512', bytes)}:, sha-256=:${hashOf('sha256', bytes)}:`,
    }),
  ],
  ['x-amz-checksum-sha256', (bytes) => ({ 'x-amz-checksum-sha256': hashOf('sha256', bytes) })],
  ['x-amz-checksum-sha1', (bytes) => ({ 'x-amz-checksum-sha1': hashOf('sha1', bytes) })],
  ['x-amz-checksum-crc32', (bytes) => ({ 'x-amz-checksum-crc32': crc32Of(bytes) })],
];

const sizes = [
  ['small', small],
  ['staged', large],
] as const;

describe.each(ways)('a recording with %s', (way, declare) => {
  const idOf = (what: string): string => `${what}-${way.replaceAll(/[^a-z0-9]/gi, '')}`;

  it.each(sizes)('is stored if the %s bytes have it', async (size, bytes) => {
    const answer = await put(idOf(`good-${size}`), bytes, declare(bytes));
    expect(answer.status).toBe(201);
    expect(await api.call(idOf(`good-${size}`))).toMatchObject({ s3Stored: true });
  });

  it.each(sizes)(
    'is refused if the %s bytes have another one: they are kept in quarantine, and stored when they are right',
    async (size, bytes) => {
      const callId = idOf(`bad-${size}`);
      for (let round = 0; round < 2; round += 1) {
        const answer = await put(callId, bytes, declare(bytes.subarray(1)));
        expect(answer.status).toBe(400);
        expect(await answer.json()).toMatchObject({ code: 'CHECKSUM_MISMATCH' });
      }
      const key = `recordings/acme/${callId}/${sha256Of(bytes)}`;
      expect(await api.call(callId)).toMatchObject({
        s3Stored: false,
        reconciliationStatus: 'pending',
        quarantined: [{ key, reason: 'CHECKSUM_MISMATCH' }],
      });
      const keys = await api.quarantinedKeys();
      expect(keys.filter((one) => one.includes(callId) || one.startsWith('incoming')).sort()).toEqual([
        key,
        `${key}.json`,
      ]);
      expect((await put(callId, bytes, declare(bytes))).status).toBe(201);
    },
  );

  it('is stored from a form if the form or its file has it, and refused otherwise', async () => {
    const form = formOf(idOf('form'), small);
    expect((await post(form, declare(small.subarray(1)))).status).toBe(400);
    expect(await api.call(idOf('form'))).toMatchObject({ s3Stored: false });
    expect((await post(form, declare(form))).status).toBe(201);
    expect((await post(formOf(idOf('file'), large), declare(large))).status).toBe(201);
  });
});

describe('a digest', () => {
  // The check values of the catalogue of CRC algorithms, over the digits 1 to 9.
  it.each([
    ['x-amz-checksum-crc32c', 0xe3069283n, 4],
    ['x-amz-checksum-crc64nvme', 0xae8b14860a799888n, 8],
  ])('%s is computed as its catalogue says', async (header, check, length) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(check);
    const declared = bytes.subarray(8 - length).toString('base64');
    const answer = await put('digits', Buffer.from('123456789'), { [header]: declared });
    // It has the checksum, and it is no audio.
    expect(answer.status).toBe(202);
    expect((await put('digits', Buffer.from('123456780'), { [header]: declared })).status).toBe(400);
  });

  it.each<[string, Headers]>([
    ['a dictionary that cannot be parsed', { 'content-digest': 'sha-256=:abc' }],
    ['a bare digest', { 'content-digest': hashOf('sha256', small) }],
    ['a digest that is a string', { 'content-digest': `sha-256="${hashOf('sha256', small)}"` }],
    ['a digest of another length', { 'repr-digest': `sha-256=:${hashOf('sha1', small)}:` }],
    ['no base64', { 'x-amz-checksum-sha256': 'not base64!' }],
    ['a checksum of another length', { 'x-amz-checksum-crc32': hashOf('sha1', small) }],
    ['a checksum of parts', { 'x-amz-checksum-crc32': `${crc32Of(small)}-2` }],
  ])('is refused before the bytes are read if it is %s', async (_, headers) => {
    for (const answer of [
      await put('malformed', small, headers),
      await post(formOf('malformed', small), headers),
    ]) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'CHECKSUM_INVALID' });
    }
    expect(await api.call('malformed')).toBeUndefined();
  });

  it.each<[string, Headers]>([
    ['an unknown algorithm', { 'content-digest': 'blake3=:AAAA:' }],
    ['an insecure one of the registry', { 'content-digest': 'md5=:AAAA:, unixsum=:AAAA:' }],
    ['an empty field', { 'content-digest': '' }],
    ['settings of Amazon', { 'x-amz-checksum-algorithm': 'CRC32', 'x-amz-checksum-type': 'FULL_OBJECT' }],
  ])('is ignored if it is %s', async (what, headers) => {
    expect((await put(`ignored-${what.replaceAll(' ', '-')}`, small, headers)).status).toBe(201);
  });
});

/** Sends a recording in chunks, and then its trailers. */
const putWithTrailers = (callId: string, bytes: Buffer, announced: string, trailers: Headers) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const sending = request(
      `${api.url}/v1/recordings/acme/${callId}`,
      {
        method: 'PUT',
        headers: {
          'x-api-key': keys.push,
          'x-group-id': 'Acme_EN',
          'content-type': 'audio/wav',
          'transfer-encoding': 'chunked',
          ...(announced !== '' && { trailer: announced }),
        },
      },
      (response) => {
        text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
      },
    );
    sending.on('error', reject);
    sending.write(bytes.subarray(0, 1_000));
    sending.addTrailers(trailers);
    sending.end(bytes.subarray(1_000));
  });

describe('a digest in a trailer', () => {
  const digestOf = (bytes: Buffer): string => `sha-256=:${hashOf('sha256', bytes)}:`;

  it.each([
    ['Content-Digest', digestOf],
    ['Repr-Digest', (bytes: Buffer) => `sha-512=:${hashOf('sha512', bytes)}:`],
    ['x-amz-checksum-crc32', crc32Of],
    ['X-Checksum-SHA256', sha256Of],
  ])('is compared if the header Trailer announces it: %s', async (name, declare) => {
    for (const [size, bytes] of sizes) {
      const callId = `${name}-${size}`;
      const send = (value: string) => putWithTrailers(callId, bytes, `X-Other, ${name}`, { [name]: value });
      const wrong = await send(declare(bytes.subarray(1)));
      expect([wrong.status, wrong.body]).toEqual([400, expect.stringContaining('CHECKSUM_MISMATCH')]);
      expect(await api.call(callId)).toMatchObject({ s3Stored: false, quarantined: [{}] });
      expect((await send(declare(bytes))).status).toBe(201);
    }
  });

  it('that cannot be read is refused', async () => {
    const { status, body } = await putWithTrailers('odd', small, 'Content-Digest', {
      'Content-Digest': 'sha-256=:abc',
    });
    expect([status, body]).toEqual([400, expect.stringContaining('CHECKSUM_INVALID')]);
    expect(body).toContain('the trailer content-digest');
  });

  it.each([
    ['too short', 'ab'.repeat(31)],
    ['no checksum at all', 'x'],
  ])('X-Checksum-SHA256 that is %s is refused, and the bytes are not kept', async (what, value) => {
    const before = await api.quarantinedKeys();
    for (const [size, bytes] of sizes) {
      const callId = `odd-sum-${what.replaceAll(' ', '-')}-${size}`;
      const { status, body } = await putWithTrailers(callId, bytes, 'X-Checksum-SHA256', {
        'X-Checksum-SHA256': value,
      });
      expect([status, body]).toEqual([400, expect.stringContaining('CHECKSUM_INVALID')]);
      expect(body).toContain('the trailer X-Checksum-SHA256');
      expect(await api.call(callId)).toBeUndefined();
    }
    // No staged object is left, which the staging recovery would store.
    expect(await api.quarantinedKeys()).toEqual(before);
  });

  it('is ignored if it is not announced, and may be missing if it is', async () => {
    const wrong = { 'Content-Digest': digestOf(small.subarray(1)) };
    expect((await putWithTrailers('unannounced', small, '', wrong)).status).toBe(201);
    expect((await putWithTrailers('missing', small, 'Content-Digest', {})).status).toBe(201);
  });
});
