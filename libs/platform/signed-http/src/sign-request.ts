import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { SignedRequest, Signing } from './signed-request.ts';

/** Signs a request by Signature Version 4. @returns its headers with the signature, without `host`. */
export type SignRequest = (request: SignedRequest, epochMs: number) => Promise<Record<string, string>>;

const ALGORITHM = 'AWS4-HMAC-SHA256';
const END = 'aws4_request';

/**
 * Makes the signer of a service: in one pass over text, at a fraction of the CPU time of `@smithy/signature-v4`. A request
 * needs two hashes, because the key is derived once a day. The hash of its body is given.
 */
export const makeSignRequest = ({ service, region, credentials }: Signing): SignRequest => {
  const keyOf = makeKeys(service);
  return async (request, epochMs) => {
    const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
    const place = typeof region === 'string' ? region : await region();
    const time = new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const day = time.slice(0, 8);
    const headers: Record<string, string> = { ...request.headers, 'x-amz-date': time };
    if (sessionToken) headers['x-amz-security-token'] = sessionToken;
    const { text, names } = canonicalOf(service, request, headers);
    const scope = `${day}/${place}/${service}/${END}`;
    const toSign = `${ALGORITHM}\n${time}\n${scope}\n${hash('sha256', text)}`;
    const signature = createHmac('sha256', keyOf(secretAccessKey, day, place))
      .update(toSign)
      .digest('hex');
    headers['authorization'] =
      `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    return headers;
  };
};

/** The key depends on the secret, the day, the region and the service. The last one is kept. */
const makeKeys = (service: string) => {
  let last: { readonly of: readonly string[]; readonly key: KeyObject } | undefined;
  return (secret: string, day: string, region: string): KeyObject => {
    const parts = [secret, day, region];
    if (!last?.of.every((part, at) => part === parts[at])) {
      const derived = [day, region, service, END].reduce<string | Buffer>(
        (key, part) => createHmac('sha256', key).update(part).digest(),
        `AWS4${secret}`,
      );
      last = { of: parts, key: createSecretKey(derived as Buffer) };
    }
    return last.key;
  };
};

/** The request as AWS writes it down to check the signature, and the names of its signed headers: all of them. */
const canonicalOf = (
  service: string,
  { method, url, query }: SignedRequest,
  headers: Readonly<Record<string, string>>,
) => {
  const sorted = [...Object.keys(headers), 'host'].sort();
  const lines = sorted.map((name) => `${name}:${name === 'host' ? url.host : trim(headers[name]!)}\n`);
  const names = sorted.join(';');
  // S3 signs the path as it is sent, every other service encodes it once more.
  const path = service === 's3' ? url.pathname : encodePath(url.pathname);
  const body = headers['x-amz-content-sha256'];
  const text = `${method}\n${path}\n${query ? encodeQuery(query) : ''}\n${lines.join('')}\n${names}\n${body}`;
  return { text, names };
};

const trim = (value: string): string => (/\s/.test(value) ? value.trim().replace(/\s+/g, ' ') : value);

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const encodePath = (path: string): string =>
  path === '/'
    ? path
    : encode(path)
        .replace(/%2F/g, '/')
        .replace(/\/{2,}/g, '/');

const encodeQuery = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
