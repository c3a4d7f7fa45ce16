import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';

const TIMEOUT_MS = 5_000;
/** Bytes. The keys of an issuer have a few KB. */
const MAX_BYTES = 1_048_576;

const Jwks = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** Reads the keys of an issuer. @throws {Error} if it does not answer with keys in time. */
export const fetchJwks = async (url: string): Promise<JSONWebKeySet> => {
  const answer = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error', // Another host could give us its own keys.
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (answer.status !== 200 || !answer.body)
    throw new Error(`the issuer answered ${answer.status}, expected 200`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Error(`the keys have more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Jwks.parse(JSON.parse(Buffer.concat(chunks).toString())) as JSONWebKeySet;
};
