import { GetObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

const ADDRESS = /^s3:\/\/([^/]+)\/(.+)$/;

/** Milliseconds to a connection, and without a byte. The SDK has no limit of its own. */
const CONNECTION_TIMEOUT_MS = 5_000;
const SILENCE_TIMEOUT_MS = 10_000;

export const isS3Address = (address: string): boolean => address.startsWith('s3://');

/**
 * Reads an object as text.
 *
 * @param overrides region, credentials and endpoint, if they do not come from the environment.
 * @throws {Error} if the address is not `s3://{bucket}/{key}`, or S3 refuses.
 */
export const readS3Text = async (address: string, overrides: S3ClientConfig = {}): Promise<string> => {
  const [, Bucket, Key] = ADDRESS.exec(address) ?? [];
  if (Bucket === undefined || Key === undefined) throw new Error('expected s3://{bucket}/{key}');
  const s3 = new S3Client({
    ...overrides,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: SILENCE_TIMEOUT_MS },
  });
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    if (Body === undefined) throw new Error('S3 answered without a body');
    return await Body.transformToString();
  } finally {
    s3.destroy();
  }
};
