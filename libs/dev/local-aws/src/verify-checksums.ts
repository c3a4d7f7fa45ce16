import { createHash } from 'node:crypto';
import type { buildApp } from 'fauxqs';

type App = ReturnType<typeof buildApp>;

/**
 * Adds the comparison of checksums to the embedded S3, which stores them without a look at the bytes: as on AWS, a PUT
 * answers 400 if its body does not have the SHA-256 that the headers give.
 */
export const verifyChecksums = (app: App): void => {
  app.addHook('preHandler', async ({ method, headers, body }, reply) => {
    if (method !== 'PUT' || !Buffer.isBuffer(body) || isChunked(headers['content-encoding'])) return;
    const sha256 = createHash('sha256').update(body).digest();
    const code = findMismatch(headers, sha256);
    if (code === undefined) return;
    const error = `<Error><Code>${code}</Code><Message>the body does not have the given checksum</Message></Error>`;
    return reply.code(400).type('application/xml').send(`<?xml version="1.0" encoding="UTF-8"?>\n${error}`);
  });
};

/** A checksum in the trailer belongs to bytes that are still wrapped in chunks. */
const isChunked = (encoding: string | undefined): boolean => encoding?.includes('aws-chunked') ?? false;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const findMismatch = (headers: Headers, sha256: Buffer): string | undefined => {
  const checksum = headers['x-amz-checksum-sha256'];
  if (checksum !== undefined && checksum !== sha256.toString('base64')) return 'BadDigest';
  const signed = headers['x-amz-content-sha256'];
  const isHash = typeof signed === 'string' && /^[0-9a-f]{64}$/.test(signed);
  return isHash && signed !== sha256.toString('hex') ? 'XAmzContentSHA256Mismatch' : undefined;
};
