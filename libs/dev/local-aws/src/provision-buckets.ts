import { BucketAlreadyOwnedByYou, CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { bucketNames, physicalName } from '@recordings/topology';

/** Creates the buckets of these lines of business and those that every deployment has. */
export const provisionBuckets = async (
  s3: S3Client,
  prefix: string,
  linesOfBusiness: readonly string[],
): Promise<void> => {
  await Promise.all(bucketNames(linesOfBusiness).map((name) => createBucket(s3, physicalName(prefix, name))));
};

const createBucket = async (s3: S3Client, bucket: string): Promise<void> => {
  try {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
};
