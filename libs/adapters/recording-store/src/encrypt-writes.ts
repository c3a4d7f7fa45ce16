import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Config } from './s3-config.ts';

/**
 * The commands that make an object. S3 refuses the headers of encryption in every other request: the parts of a multipart
 * upload, copied ones too, are encrypted as CreateMultipartUpload says.
 */
const WRITES: ReadonlySet<string> = new Set([
  'PutObjectCommand',
  'CreateMultipartUploadCommand',
  'CopyObjectCommand',
]);

export type Encryption = Pick<S3Config, 'S3_SSE' | 'S3_KMS_KEY_ID' | 'S3_BUCKET_KEY'>;

/** Makes every write of this client ask for the configured encryption, also one that the store does not send. */
export const encryptWrites = (client: S3Client, encryption: Encryption): void => {
  const parameters = parametersOf(encryption);
  if (parameters === undefined) return;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) =>
        next(WRITES.has(commandName) ? { ...args, input: { ...args.input, ...parameters } } : args),
    { step: 'initialize', name: 'encryptWrites' },
  );
};

/** The same as headers of a PutObject that the SDK does not send. */
export const encryptionHeadersOf = (encryption: Encryption): Record<string, string> => {
  const { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = parametersOf(encryption) ?? {};
  return {
    ...(ServerSideEncryption !== undefined && { 'x-amz-server-side-encryption': ServerSideEncryption }),
    ...(SSEKMSKeyId !== undefined && { 'x-amz-server-side-encryption-aws-kms-key-id': SSEKMSKeyId }),
    ...(BucketKeyEnabled !== undefined && {
      'x-amz-server-side-encryption-bucket-key-enabled': String(BucketKeyEnabled),
    }),
  };
};

type EncryptionParameters = {
  readonly ServerSideEncryption: 'AES256' | 'aws:kms';
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
};

const parametersOf = ({
  S3_SSE,
  S3_KMS_KEY_ID,
  S3_BUCKET_KEY,
}: Encryption): EncryptionParameters | undefined => {
  switch (S3_SSE) {
    case 'none':
      return undefined;
    case 'AES256':
      return { ServerSideEncryption: S3_SSE };
    case 'aws:kms':
      return { ServerSideEncryption: S3_SSE, SSEKMSKeyId: S3_KMS_KEY_ID, BucketKeyEnabled: S3_BUCKET_KEY };
    default:
      return S3_SSE satisfies never;
  }
};
