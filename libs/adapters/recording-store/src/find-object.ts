import { HeadObjectCommand, type HeadObjectCommandOutput, NotFound, type S3Client } from '@aws-sdk/client-s3';
import { ContentMismatchError } from './errors.ts';
import type { ObjectLocation } from './recording-store.ts';
import { storageFault } from './storage-fault.ts';

/** What S3 says of an object. A checksum (base64) is given only if it covers the whole object. */
export type StoredObject = {
  readonly sizeBytes: number | undefined;
  readonly etag: string | undefined;
  readonly contentType?: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly sha256: string | undefined;
  readonly crc32: string | undefined;
};

/** Reads what S3 says of an object; `undefined`: the key has no object. */
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
    contentType: head.ContentType,
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

/** Whether the object can be the expected one: all that both sides know is equal. */
export const matches = (stored: StoredObject, expected: ExpectedContent): boolean =>
  stored.sizeBytes === expected.sizeBytes &&
  agree(stored.sha256, expected.sha256) &&
  agree(stored.crc32, expected.crc32) &&
  Object.entries(expected.metadata ?? {}).every(([name, value]) => stored.metadata[name] === value);

const agree = (stored: string | undefined, expected: string | undefined): boolean =>
  stored === undefined || expected === undefined || stored === expected;

/** @throws {ContentMismatchError} if the object is missing or is not the expected one. */
export const verifyStored = async (
  s3: S3Client,
  location: ObjectLocation,
  expected: ExpectedContent,
  signal: AbortSignal,
): Promise<StoredObject> => {
  const stored = await findObject(s3, location, signal);
  if (stored !== undefined && matches(stored, expected)) return stored;
  const found = stored === undefined ? 'no object' : describe(stored);
  throw new ContentMismatchError(
    `s3://${location.bucket}/${location.key}: expected ${describe(expected)}, found ${found}`,
  );
};

/** Of the metadata only the checksum, because the rest may contain personal data. */
const describe = ({ sizeBytes, sha256, crc32, metadata }: ExpectedContent | StoredObject): string =>
  JSON.stringify({ sizeBytes, sha256, crc32, metadata: { sha256: metadata?.sha256 } });
