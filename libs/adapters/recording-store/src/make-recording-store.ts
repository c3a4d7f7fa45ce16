import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { makeCreateObject } from './create-object.ts';
import { discardObject } from './discard-object.ts';
import { makePromoteObject } from './promote-object.ts';
import { makeQuarantineFunctions } from './quarantine-object.ts';
import { makeReadObject } from './read-object.ts';
import type { RecordingStore } from './recording-store.ts';
import { makeStageUpload } from './stage-upload.ts';
import { inStorage } from './storage-fault.ts';

export type RecordingStoreDeps = {
  readonly s3: S3Client;
  /** Full name of the bucket for staged and quarantined bytes. */
  readonly quarantineBucket: string;
};

export const makeRecordingStore = ({ s3, quarantineBucket }: RecordingStoreDeps): RecordingStore => ({
  create: makeCreateObject(s3),
  stage: makeStageUpload(s3, quarantineBucket),
  promote: makePromoteObject({ s3, quarantineBucket }),
  discard: (stagedKey) => discardObject(s3, { bucket: quarantineBucket, key: stagedKey }),
  ...makeQuarantineFunctions(s3, quarantineBucket),
  read: makeReadObject(s3),
  presignGet: ({ bucket, key }, expiresInS) =>
    inStorage(
      getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: expiresInS }),
    ),
});
