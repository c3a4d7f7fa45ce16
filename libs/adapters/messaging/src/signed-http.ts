import type { SQSClient } from '@aws-sdk/client-sqs';

/** Sends a signed request once, without the SDK. `@recordings/signed-http` makes one for the settings of a client. */
export type SignedHttp = (
  signing: Pick<SQSClient['config'], 'region' | 'credentials'> & { readonly service: string },
) => (request: {
  readonly method: 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}) => Promise<{ readonly status: number; readonly body: string }>;
