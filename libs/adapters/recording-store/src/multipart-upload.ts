import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  NoSuchUpload,
  type S3Client,
  UploadPartCopyCommand,
  type UploadPartCopyCommandInput,
} from '@aws-sdk/client-s3';
import { StorageUnavailableError } from './errors.ts';
import type { Part } from './part-buffer.ts';
import type { ObjectLocation } from './recording-store.ts';
import { inStorage, storageFault } from './storage-fault.ts';
import { makeSdkUploadPart, type UploadPart } from './upload-part.ts';

/** Cleaning up continues after the work was aborted, and must not delay a shutdown for longer than this. */
export const CLEAN_UP_TIMEOUT_MS = 10_000;

export type CopySource = Pick<
  UploadPartCopyCommandInput,
  'CopySource' | 'CopySourceIfMatch' | 'CopySourceRange'
>;

/** Parts are numbered from 1 in the order of the calls. Wait for each call before the next one. */
export type MultipartUpload = {
  sendPart(part: Pick<Part, 'bytes' | 'crc32'>): Promise<void>;
  copyPart(source: CopySource): Promise<void>;
  /** Makes the object unless its key has one. Rejects with the SDK's error, which `commitObject` judges. */
  complete(expected: { readonly sizeBytes: number; readonly crc32?: string }): Promise<void>;
  /** Deletes all parts. An upload that S3 does not know counts as deleted. */
  abort(): Promise<void>;
};

/** With `FULL_OBJECT` S3 checks one CRC32 over all bytes at the end, whatever the parts were. */
const CHECKSUM = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;

export const openMultipartUpload = async (
  s3: S3Client,
  location: ObjectLocation,
  object: { readonly contentType: string; readonly metadata: Readonly<Record<string, string>> },
  signal: AbortSignal,
  uploadPart: UploadPart = makeSdkUploadPart(s3),
): Promise<MultipartUpload> => {
  const target = { Bucket: location.bucket, Key: location.key };
  const { contentType: ContentType, metadata: Metadata } = object;
  const create = new CreateMultipartUploadCommand({ ...target, ...CHECKSUM, ContentType, Metadata });
  const { UploadId } = await inStorage(s3.send(create, { abortSignal: signal }), signal);
  if (UploadId === undefined) throw new StorageUnavailableError('S3 opened an upload without an id');

  return makeMultipartUpload(s3, { ...target, UploadId }, signal, uploadPart);
};

type Upload = { readonly Bucket: string; readonly Key: string; readonly UploadId: string };

const makeMultipartUpload = (
  s3: S3Client,
  upload: Upload,
  signal: AbortSignal,
  uploadPart: UploadPart,
): MultipartUpload => {
  const abortable = { abortSignal: signal };
  const parts: CompletedPart[] = [];

  return {
    sendPart: async (part) => {
      const PartNumber = parts.length + 1;
      const sending = uploadPart({ ...upload, ...part, PartNumber }, signal);
      const { ETag, ChecksumCRC32 } = await inStorage(sending, signal);
      parts.push({ PartNumber, ETag, ChecksumCRC32 });
    },
    copyPart: async (source) => {
      const PartNumber = parts.length + 1;
      const command = new UploadPartCopyCommand({ ...upload, ...source, PartNumber });
      const { CopyPartResult } = await inStorage(s3.send(command, abortable), signal);
      parts.push({ PartNumber, ETag: CopyPartResult?.ETag, ChecksumCRC32: CopyPartResult?.ChecksumCRC32 });
    },
    complete: async ({ sizeBytes, crc32 }) => {
      const command = new CompleteMultipartUploadCommand({
        ...upload,
        MultipartUpload: { Parts: parts },
        MpuObjectSize: sizeBytes,
        ChecksumType: CHECKSUM.ChecksumType,
        ChecksumCRC32: crc32,
        IfNoneMatch: '*',
      });
      await s3.send(command, abortable);
    },
    abort: () => abortUpload(s3, upload),
  };
};

const abortUpload = async (s3: S3Client, upload: Upload): Promise<void> => {
  try {
    const abortSignal = AbortSignal.timeout(CLEAN_UP_TIMEOUT_MS);
    await s3.send(new AbortMultipartUploadCommand(upload), { abortSignal });
  } catch (error) {
    if (!(error instanceof NoSuchUpload)) throw storageFault(error);
  }
};
