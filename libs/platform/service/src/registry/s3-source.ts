import { GetObjectCommand, S3Client, type S3ClientConfig, S3ServiceException } from '@aws-sdk/client-s3';
import { AWS_TIMEOUTS } from '../aws-timeouts.ts';
import { parseS3Address } from '../read-s3-text.ts';
import type { RegistrySource } from './registry-source.ts';

/** Reads an object if its ETag has changed. */
export const makeS3Source = (address: string, overrides: S3ClientConfig): RegistrySource => {
  const place = parseS3Address(address);
  const s3 = new S3Client({ ...overrides, requestHandler: AWS_TIMEOUTS });
  return {
    read: async (known) => {
      try {
        const { Body, ETag = '' } = await s3.send(new GetObjectCommand({ ...place, IfNoneMatch: known }));
        if (Body === undefined) throw new Error('S3 answered without a body');
        return { text: await Body.transformToString(), tag: ETag };
      } catch (error) {
        // S3 answers 304 to a conditional read of what has not changed. The SDK throws it.
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 304) return undefined;
        throw error;
      }
    },
    close: () => s3.destroy(),
  };
};
