import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { encryptWrites } from './encrypt-writes.ts';
import type { S3Config } from './s3-config.ts';

export type S3Limits = {
  /** To a connection; the wait for one of the client's 50 counts too. */
  readonly connectionTimeoutMs: number;
  /** Without a byte on the connection, before the answer and inside an object that is read. */
  readonly silenceTimeoutMs: number;
  /** Of one request, the first included. A body that stops while it is read is not requested again. */
  readonly maxAttempts: number;
};

/**
 * A connection to S3 takes milliseconds. S3 is silent for seconds while it copies a part of 256 MiB. The SDK has no limit
 * of its own for S3. A request without an answer fails after about 190 seconds, because the SDK starts to count silence
 * after 3 s.
 */
export const S3_LIMITS: S3Limits = {
  connectionTimeoutMs: 5_000,
  silenceTimeoutMs: 60_000,
  maxAttempts: 3,
};

/**
 * A client with time limits, whose writes ask for the configured encryption.
 *
 * @param overrides region, credentials and endpoint, if they do not come from the environment.
 */
export const makeS3Client = (
  config: S3Config,
  limits: S3Limits = S3_LIMITS,
  overrides: S3ClientConfig = {},
): S3Client => {
  const client = new S3Client({
    ...overrides,
    forcePathStyle: config.S3_FORCE_PATH_STYLE,
    maxAttempts: limits.maxAttempts,
    // Not `requestTimeout`: with it the SDK waits that long for a `100 Continue` before it sends a body.
    requestHandler: {
      connectionTimeout: limits.connectionTimeoutMs,
      socketTimeout: limits.silenceTimeoutMs,
    },
  });
  encryptWrites(client, config);
  return client;
};
