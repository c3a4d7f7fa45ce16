import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { type BodyHeaders, decodeEvents } from './decode-events.ts';

const TEXT = JSON.stringify({ eventType: 'CDR_END', agent: 'Señor' });
const bytes = Buffer.from(TEXT);

const decode = (body: Uint8Array, headers: BodyHeaders, maxBytes = 10_000) =>
  decodeEvents(body, headers, maxBytes);
const textOf = async (body: Uint8Array, headers: BodyHeaders): Promise<string> => {
  const decoded = await decode(body, headers);
  return decoded.kind === 'decoded' ? Buffer.from(decoded.body).toString() : decoded.message;
};

describe('decodeEvents', () => {
  it.each([
    ['none', bytes, undefined],
    ['identity', bytes, 'identity'],
    ['gzip', gzipSync(bytes), 'gzip'],
    ['x-gzip', gzipSync(bytes), 'X-GZIP'],
    ['deflate', deflateSync(bytes), 'deflate'],
    ['deflate without a header', deflateRawSync(bytes), 'deflate'],
    ['br', brotliCompressSync(bytes), 'br'],
    ['two layers', gzipSync(deflateSync(bytes)), 'deflate, gzip'],
  ])('reads a body with the encoding %s', async (_, body, encoding) => {
    expect(await textOf(body, { ...(encoding && { 'content-encoding': encoding }) })).toBe(TEXT);
  });

  it.each([
    ['utf-8', bytes],
    ['"UTF-8"', bytes],
    ['iso-8859-1', Buffer.from(TEXT, 'latin1')],
    ['utf-16', Buffer.from(TEXT, 'utf16le')],
    ['utf-16be', Buffer.from(TEXT, 'utf16le').swap16()],
    ['utf-16', Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16()],
  ])('reads a body in the charset %s', async (charset, body) => {
    expect(await textOf(body, { 'content-type': `application/json; charset=${charset}` })).toBe(TEXT);
  });

  it('leaves text that is not UTF-8 to the reader, which quarantines it', async () => {
    const latin1 = Buffer.from(TEXT, 'latin1');
    expect(await decode(latin1, {})).toEqual({ kind: 'decoded', body: latin1 });
  });

  it.each([
    ['an unknown encoding', bytes, { 'content-encoding': 'zstd' }, 'Content-Encoding zstd, expected'],
    ['a name of every object', bytes, { 'content-encoding': 'constructor' }, 'Content-Encoding constructor'],
    ['three layers', bytes, { 'content-encoding': 'gzip, gzip, gzip' }, 'expected at most 2'],
    ['bytes that are not gzip', bytes, { 'content-encoding': 'gzip' }, 'cannot be decoded as gzip'],
    ['gzip that is cut off', gzipSync(bytes).subarray(0, 20), { 'content-encoding': 'gzip' }, 'as gzip'],
    ['an unknown charset', bytes, { 'content-type': 'text/plain; charset=klingon' }, 'charset klingon'],
    ['half a character', bytes.subarray(0, 5), { 'content-type': 'text/plain; charset=utf-16' }, 'utf-16'],
  ])('refuses %s', async (_, body, headers, message) => {
    expect(await decode(body, headers)).toMatchObject({
      kind: 'undecodable',
      message: expect.stringContaining(message) as string,
    });
  });

  it('stops at the limit of decoded bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    expect(bomb.byteLength).toBeLessThan(2_000);
    expect(await decode(bomb, { 'content-encoding': 'gzip' })).toMatchObject({ kind: 'too large' });
  });
});
