import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { makeCopyRecording } from './copy-recording.ts';
import { makeCreateObject } from './create-object.ts';
import { discardObject } from './discard-object.ts';
import { type Encryption, encryptionHeadersOf } from './encrypt-writes.ts';
import { makeListQuarantine } from './list-quarantine.ts';
import { makePromoteObject } from './promote-object.ts';
import { makeSdkPutObject, type PutObject } from './put-object.ts';
import { makeQuarantineFunctions } from './quarantine-object.ts';
import { makeReadObject } from './read-object.ts';
import type { RecordingStore } from './recording-store.ts';
import { makeRemoveRecording } from './remove-recording.ts';
import { makeSignedPutObject } from './signed-put-object.ts';
import { makeSendPut, type SignedHttp } from './signed-s3.ts';
import { makeSignedUploadPart } from './signed-upload-part.ts';
import { makeStageUpload } from './stage-upload.ts';
import { inStorage } from './storage-fault.ts';
import { makeSdkUploadPart, type UploadPart } from './upload-part.ts';

export type RecordingStoreDeps = {
  readonly s3: S3Client;
  /** Full name of the bucket for staged and quarantined bytes. */
  readonly quarantineBucket: string;
  /** So many parts of 5 MiB are in memory at once; further uploads wait. Without it each upload has one. */
  readonly maxPartBuffers?: number;
  /** Sends PutObject and UploadPart without the SDK. Without it all requests are sent by the SDK. */
  readonly signed?: { readonly signedHttp: SignedHttp; readonly encryption: Encryption };
  /** The time from which a link is valid. Milliseconds since 1970. */
  readonly now?: () => number;
};

export const makeRecordingStore = (deps: RecordingStoreDeps): RecordingStore => {
  const { s3, quarantineBucket, now = Date.now } = deps;
  const { putObject, uploadPart } = makePuts(deps);
  const create = makeCreateObject(s3, putObject);
  const read = makeReadObject(s3);
  return {
    create,
    stage: makeStageUpload(s3, quarantineBucket, uploadPart, deps.maxPartBuffers),
    promote: makePromoteObject({ s3, quarantineBucket }),
    copy: makeCopyRecording({ s3 }),
    remove: makeRemoveRecording(s3),
    discard: (stagedKey) => discardObject(s3, { bucket: quarantineBucket, key: stagedKey }),
    ...makeQuarantineFunctions(s3, quarantineBucket, create),
    listQuarantine: makeListQuarantine(s3, quarantineBucket),
    readQuarantine: (key, signal) => read({ bucket: quarantineBucket, key }, signal),
    read,
    presignGet: ({ bucket, key }, expiresInS) =>
      inStorage(
        getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key }), {
          expiresIn: expiresInS,
          signingDate: new Date(now()),
        }),
      ),
  };
};

/** What sends bytes. */
const makePuts = ({
  s3,
  signed,
}: RecordingStoreDeps): { readonly putObject: PutObject; readonly uploadPart: UploadPart } => {
  const sdk = { putObject: makeSdkPutObject(s3), uploadPart: makeSdkUploadPart(s3) };
  if (!signed) return sdk;
  const sendPut = makeSendPut(s3, signed.signedHttp);
  return {
    putObject: makeSignedPutObject(sendPut, encryptionHeadersOf(signed.encryption), sdk.putObject),
    uploadPart: makeSignedUploadPart(sendPut, sdk.uploadPart),
  };
};
