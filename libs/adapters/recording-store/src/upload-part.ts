import { type S3Client, UploadPartCommand, type UploadPartCommandOutput } from '@aws-sdk/client-s3';

export type PartInput = {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
  readonly PartNumber: number;
  readonly bytes: Uint8Array;
  /** S3 refuses bytes that do not have it. */
  readonly crc32: number;
};

/** Sends one part of a multipart upload. It throws the errors of the SDK. */
export type UploadPart = (
  input: PartInput,
  signal: AbortSignal,
) => Promise<Pick<UploadPartCommandOutput, 'ETag' | 'ChecksumCRC32'>>;

export const makeSdkUploadPart =
  (s3: S3Client): UploadPart =>
  ({ bytes, crc32, ...part }, signal) =>
    s3.send(new UploadPartCommand({ ...part, Body: bytes, ChecksumCRC32: base64OfCrc32(crc32) }), {
      abortSignal: signal,
    });

/** S3 writes a CRC32 as four bytes, most significant first, in base64. */
export const base64OfCrc32 = (checksum: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(checksum);
  return bytes.toString('base64');
};
