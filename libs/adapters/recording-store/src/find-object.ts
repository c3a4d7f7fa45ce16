import { HeadObjectCommand, type HeadObjectCommandOutput, NotFound, type S3Client } from '@aws-sdk/client-s3';
import { ContentMismatchError } from './errors.ts';
import type { ObjectLocation } from './recording-store.ts';
import { storageFault } from './storage-fault.ts';

/** What S3 says of an object. Checksums (base64) only where they cover the whole of it. */
export type StoredObject = {
  readonly sizeBytes: number | undefined;
  readonly etag: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly sha256: string | undefined;
  readonly crc32: string | undefined;
};

/** `undefined`: nothing stands under the key. */
export const findObject = async (
  s3: S3Client,
  { bucket, key }: ObjectLocation,
  signal: AbortSignal,
): Promise<StoredObject | undefined> => {
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' });
  try {
    return toStoredObject(await s3.send(command, { abortSignal: signal }));
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw storageFault(error, signal);
  }
};

const toStoredObject = (head: HeadObjectCommandOutput): StoredObject => {
  const whole = head.ChecksumType === 'FULL_OBJECT';
  return {
    sizeBytes: head.ContentLength,
    etag: head.ETag,
    metadata: head.Metadata ?? {},
    sha256: whole ? head.ChecksumSHA256 : undefined,
    crc32: whole ? head.ChecksumCRC32 : undefined,
  };
};

export type ExpectedContent = {
  readonly sizeBytes: number;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly sha256?: string;
  readonly crc32?: string;
};

/** Whether the object can be what is expected: nothing that both sides know differs. */
export const holds = (stored: StoredObject, expected: ExpectedContent): boolean =>
  stored.sizeBytes === expected.sizeBytes &&
  agree(stored.sha256, expected.sha256) &&
  agree(stored.crc32, expected.crc32) &&
  Object.entries(expected.metadata ?? {}).every(([name, value]) => stored.metadata[name] === value);

const agree = (stored: string | undefined, expected: string | undefined): boolean =>
  stored === undefined || expected === undefined || stored === expected;

/** @throws {ContentMismatchError} if the object is missing or not what is expected. */
export const verifyStored = async (
  s3: S3Client,
  location: ObjectLocation,
  expected: ExpectedContent,
  signal: AbortSignal,
): Promise<StoredObject> => {
  const stored = await findObject(s3, location, signal);
  if (stored !== undefined && holds(stored, expected)) return stored;
  const found = stored === undefined ? 'nothing' : describe(stored);
  throw new ContentMismatchError(
    `s3://${location.bucket}/${location.key}: expected ${describe(expected)}, found ${found}`,
  );
};

/** Of the metadata only the checksum: the rest may name persons. */
const describe = ({ sizeBytes, sha256, crc32, metadata }: ExpectedContent | StoredObject): string =>
  JSON.stringify({ sizeBytes, sha256, crc32, metadata: { sha256: metadata?.sha256 } });
