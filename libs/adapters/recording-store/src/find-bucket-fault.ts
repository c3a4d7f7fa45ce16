import { HeadBucketCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { storageFault } from './storage-fault.ts';

/**
 * Makes the function that says why a bucket cannot be used: it does not exist, or we may not use it.
 *
 * @returns undefined for a bucket that can be used. It throws the errors of `errors.ts` if S3 does not say.
 */
export const makeFindBucketFault =
  (s3: S3Client) =>
  async (bucket: string): Promise<string | undefined> => {
    try {
      await s3.send(new HeadBucketCommand({ Bucket: bucket }));
      return undefined;
    } catch (error) {
      // The answer to a HEAD has no body, so only its status says what is wrong.
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 404) return 'it does not exist';
      if (status === 403) return 'we may not use it';
      throw storageFault(error);
    }
  };
