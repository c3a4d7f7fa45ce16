import { S3Client } from '@aws-sdk/client-s3';

/** Reaching S3 takes milliseconds from where the services run. */
const CONNECTION_TIMEOUT_MS = 5_000;
/** A connection on which nothing moves for so long is dead; the SDK has no limit of its own for S3. */
const IDLE_TIMEOUT_MS = 60_000;

/** An S3 client that gives a dead connection up instead of waiting on it for ever. Region and credentials: the environment's. */
export const makeS3Client = (): S3Client =>
  new S3Client({
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: IDLE_TIMEOUT_MS },
  });
