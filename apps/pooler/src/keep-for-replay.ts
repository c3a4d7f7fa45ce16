import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { MissingCallsDeps } from '@recordings/missing-calls';

/** Stores windows that could not be published in the replay bucket. */
export const makeKeepForReplay =
  (s3: S3Client, bucket: string): MissingCallsDeps['keepForReplay'] =>
  async (key, request) => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: JSON.stringify(request) }));
  };
