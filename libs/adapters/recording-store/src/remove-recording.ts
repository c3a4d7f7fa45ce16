import { type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { discardObject } from './discard-object.ts';
import type { RecordingStore } from './recording-store.ts';

/** Makes the function that deletes a stored recording whose bytes are stored elsewhere, where the bucket allows that. */
export const makeRemoveRecording =
  (s3: S3Client): RecordingStore['remove'] =>
  async (location) => {
    try {
      await discardObject(s3, location);
      return 'deleted';
    } catch (error) {
      // The policy of the bucket, or our role, denies it. Object Lock alone does not: S3 adds a delete marker and keeps the bytes.
      const { cause } = error as Error;
      if (cause instanceof S3ServiceException && cause.$metadata.httpStatusCode === 403) return 'kept';
      throw error;
    }
  };
