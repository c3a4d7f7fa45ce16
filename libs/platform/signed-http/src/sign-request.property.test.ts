import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { makeSignRequest } from './sign-request.ts';
import type { SignedRequest } from './signed-request.ts';

type Constructor = ConstructorParameters<typeof SignatureV4>[0]['sha256'];

/** SHA-256 and HMAC as the library wants them. */
const Sha256 = class {
  readonly #hash;
  constructor(secret?: ConstructorParameters<Constructor>[0]) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    throw new Error('unused');
  }
};

const text = fc.string({ unit: fc.constantFrom(...'aZ09-_.~ü+/ %&=\'()*!"<>\t'), maxLength: 12 });
const value = fc.oneof(text, fc.constantFrom('a  b', ' padded ', 'application/x-amz-json-1.0'));
const name = fc.constantFrom(
  ...['x-amz-meta-a', 'x-amz-meta-b', 'x-amz-target', 'content-type', 'content-length', 'if-none-match'],
);
const segment = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', '-', '%20', '%C3%BC', '+', '='),
  maxLength: 8,
});

const request: fc.Arbitrary<SignedRequest> = fc
  .record({
    method: fc.constantFrom('POST' as const, 'PUT' as const),
    path: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`),
    host: fc.constantFrom('https://dynamodb.eu-west-1.amazonaws.com', 'http://127.0.0.1:4566'),
    query: fc.option(fc.dictionary(text, text, { maxKeys: 4 }), { nil: undefined }),
    headers: fc.dictionary(name, value),
    body: text,
  })
  .map(({ path, host, headers, body, ...others }) => ({
    ...others,
    url: new URL(host + path),
    headers: { ...headers, 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') },
    body,
  }));

const credentials = fc.record(
  { accessKeyId: fc.constantFrom('AKONE', 'AKTWO'), secretAccessKey: text, sessionToken: text },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
);

/** As the library signs it. */
const signByLibrary = async (
  service: string,
  signing: { readonly region: string; readonly credentials: object },
  { method, url, query, headers }: SignedRequest,
  epochMs: number,
) => {
  const signer = new SignatureV4({
    ...(signing as { region: string; credentials: never }),
    service,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: false,
  });
  const { protocol, hostname, pathname: path, host } = url;
  const toSign = { method, protocol, hostname, path, query: { ...query }, headers: { ...headers, host } };
  const { host: _, ...signed } = (await signer.sign(toSign, { signingDate: new Date(epochMs) })).headers;
  return signed;
};

describe('makeSignRequest', () => {
  it.each(['s3', 'dynamodb', 'sqs'])(
    'signs requests to %s as the library of the SDK does',
    async (service) => {
      let given: object = {};
      let region = '';
      const sign = makeSignRequest({
        service,
        region: async () => region,
        credentials: async () => given as never,
      });
      await fc.assert(
        fc.asyncProperty(
          request,
          credentials,
          fc.constantFrom('eu-west-1', 'us-east-1'),
          fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1_000 + 7),
          async (one, key, place, epochMs) => {
            given = key;
            region = place;
            const expected = await signByLibrary(service, { region, credentials: key }, one, epochMs);
            expect(await sign(one, epochMs)).toEqual(expected);
          },
        ),
      );
    },
  );

  it('derives another key for another day, secret or region', async () => {
    const one = { method: 'POST', url: new URL('http://x/'), headers: {}, body: '' } as const;
    let secretAccessKey = 'first';
    let region = 'eu-west-1';
    const sign = makeSignRequest({
      service: 'dynamodb',
      region: async () => region,
      credentials: async () => ({ accessKeyId: 'a', secretAccessKey }),
    });
    const seen = new Set<string | undefined>();
    const look = async (epochMs: number) => seen.add((await sign(one, epochMs))['authorization']);
    await look(0);
    await look(86_400_000);
    secretAccessKey = 'second';
    await look(86_400_000);
    region = 'us-east-1';
    await look(86_400_000);
    await look(86_400_000);
    expect(seen.size).toBe(4);
  });
});
