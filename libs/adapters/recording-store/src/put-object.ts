import {
  PutObjectCommand,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

/** A PutObject of chunks with their SHA-256. */
export type PutInput = Pick<PutObjectCommandInput, 'ContentType' | 'Metadata'> & {
  readonly Bucket: string;
  readonly Key: string;
  readonly chunks: readonly Uint8Array[];
  readonly sizeBytes: number;
  /** Lower-case hex. S3 refuses bytes that do not have it. */
  readonly sha256: string;
};

export type PutAnswer = Pick<PutObjectCommandOutput, 'ChecksumSHA256'> & {
  /** There was no other request. The connection of another one may still read the chunks. */
  readonly isOfOnlyRequest?: boolean;
};

/** Creates an object unless its key has one. It throws the errors of the SDK. */
export type PutObject = (input: PutInput, signal: AbortSignal) => Promise<PutAnswer>;

export const makeSdkPutObject =
  (s3: S3Client): PutObject =>
  ({ chunks, sizeBytes, sha256, ...input }, signal) =>
    s3.send(
      new PutObjectCommand({
        ...input,
        Body: chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, sizeBytes),
        ChecksumSHA256: base64Of(sha256),
        IfNoneMatch: '*',
      }),
      { abortSignal: signal },
    );

export const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
