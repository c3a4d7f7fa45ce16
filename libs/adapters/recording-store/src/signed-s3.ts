import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';

/** Sends a signed request once, without the SDK. `@recordings/signed-http` makes one for the settings of a client. */
export type SignedHttp = (
  signing: Pick<S3Client['config'], 'region' | 'credentials'> & { readonly service: string },
) => (request: {
  readonly method: 'PUT';
  readonly url: URL;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: readonly Uint8Array[];
  readonly signal: AbortSignal;
}) => Promise<SignedS3Answer>;

export type SignedS3Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

/** A PUT of an object or a part. */
export type SignedPut = {
  readonly Bucket: string;
  readonly Key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: readonly Uint8Array[];
};

/** Sends one PUT. @returns undefined if there is no answer: the request may have taken effect. */
export type SendPut = (put: SignedPut, signal: AbortSignal) => Promise<SignedS3Answer | undefined>;

/** Makes the function that sends a PUT once, to the endpoint of this client. */
export const makeSendPut = (s3: S3Client, signedHttp: SignedHttp): SendPut => {
  const { region, credentials } = s3.config;
  const send = signedHttp({ service: 's3', region, credentials });
  const urlOf = makeUrlOf(s3);
  return async (put, signal) => {
    const { query, headers, body } = put;
    try {
      return await send({ method: 'PUT', url: await urlOf(put), query, headers, body, signal });
    } catch {
      return undefined;
    }
  };
};

/** Endpoints by bucket: the SDK finds them by rules, from region and settings. */
const makeUrlOf = (s3: S3Client) => {
  const endpoints = new Map<string, URL>();
  return async ({ Bucket, Key }: Pick<SignedPut, 'Bucket' | 'Key'>): Promise<URL> => {
    const found = endpoints.get(Bucket);
    const endpoint =
      found ?? (await getEndpointFromInstructions({ Bucket, Key }, PutObjectCommand, s3.config)).url;
    endpoints.set(Bucket, endpoint);
    const path = Key.split('/').map(encodeSegment).join('/');
    return new URL(`${endpoint.origin}${endpoint.pathname.replace(/\/$/, '')}/${path}`);
  };
};

/** As a signature requires it: all but letters, digits and `-._~` are encoded (Signature Version 4, UriEncode). */
const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

export const textOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;
