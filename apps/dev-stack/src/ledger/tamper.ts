import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { CallRecord } from '@recordings/call-record';

/** Changes one byte of a stored recording without the services, to show that the ledger finds it. */
export const tamper = async (s3: S3Client, record: CallRecord): Promise<void> => {
  const { bucket, key } = record.location!;
  const { Body, Metadata, ContentType } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const bytes = await Body!.transformToByteArray();
  const at = Math.floor(bytes.length / 2);
  bytes[at] = bytes[at]! ^ 0xff;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, Metadata, ContentType }));
};
