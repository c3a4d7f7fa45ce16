import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { CLEAN_UP_TIMEOUT_MS } from './multipart-upload.ts';
import type { ObjectLocation } from './recording-store.ts';
import { inStorage } from './storage-fault.ts';

/** Deletes an object. One that is missing counts as deleted. */
export const discardObject = async (s3: S3Client, { bucket, key }: ObjectLocation): Promise<void> => {
  const abortSignal = AbortSignal.timeout(CLEAN_UP_TIMEOUT_MS);
  await inStorage(s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), { abortSignal }));
};
