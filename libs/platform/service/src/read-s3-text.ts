import { GetObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { AWS_TIMEOUTS } from './aws-timeouts.ts';

const ADDRESS = /^s3:\/\/([^/]+)\/(.+)$/;

export const isS3Address = (address: string): boolean => address.startsWith('s3://');

/** @throws {Error} if the address is not `s3://{bucket}/{key}`. */
export const parseS3Address = (address: string): { readonly Bucket: string; readonly Key: string } => {
  const [, Bucket, Key] = ADDRESS.exec(address) ?? [];
  if (Bucket === undefined || Key === undefined) throw new Error('expected s3://{bucket}/{key}');
  return { Bucket, Key };
};

/**
 * Reads an object as text.
 *
 * @param overrides region, credentials and endpoint, if they do not come from the environment.
 * @throws {Error} if the address is not `s3://{bucket}/{key}`, or S3 refuses.
 */
export const readS3Text = async (address: string, overrides: S3ClientConfig = {}): Promise<string> => {
  const place = parseS3Address(address);
  const s3 = new S3Client({
    ...overrides,
    requestHandler: AWS_TIMEOUTS,
  });
  try {
    const { Body } = await s3.send(new GetObjectCommand(place));
    if (Body === undefined) throw new Error('S3 answered without a body');
    return await Body.transformToString();
  } finally {
    s3.destroy();
  }
};
