import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

const crc32Of = (body: Buffer): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
};

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/**
 * Verifies Signature Version 4 as its specification says, with no code of the SDK, and the hash and CRC32 of the body.
 *
 * @returns what is wrong; undefined if the request is signed with `secretKey` and has the body that was signed.
 */
export const findSignatureFault = (
  { method, url = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: Buffer,
  secretKey: string,
): string | undefined => {
  const parts = AUTHORIZATION.exec(headers.authorization ?? '');
  if (!parts) return 'the request has no signature';
  const [, date = '', region = '', service = '', signedHeaders = '', signature = ''] = parts;
  const bodyHash = headers['x-amz-content-sha256'] ?? sha256(body);
  if (bodyHash !== 'UNSIGNED-PAYLOAD' && bodyHash !== sha256(body)) {
    return 'the body does not have the signed hash';
  }
  // Another method gives the checksum of a whole object, not of its body.
  const checksum = method === 'PUT' ? headers['x-amz-checksum-crc32'] : undefined;
  if (checksum !== undefined && checksum !== crc32Of(body)) return 'the body does not have the given CRC32';
  const unsigned = Object.keys(headers).find((name) => mustBeSigned(name) && !signedHeaders.includes(name));
  if (unsigned !== undefined) return `the header ${unsigned} is not signed`;
  const [path = '/', query = ''] = url.split('?');
  const canonical = [
    method,
    service === 's3' ? path : path.split('/').map(encodeURIComponent).join('/'),
    canonicalQuery(query),
    ...signedHeaders.split(';').map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    bodyHash,
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${secretKey}`, date), region), service), 'aws4_request');
  return hmac(key, toSign).toString('hex') === signature ? undefined : 'the signature is wrong';
};

/** AWS requires a signature over the host and every `x-amz-` header. */
const mustBeSigned = (name: string): boolean => name === 'host' || name.startsWith('x-amz-');

const canonicalQuery = (query: string): string =>
  [...new URLSearchParams(query)]
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .sort()
    .join('&');
