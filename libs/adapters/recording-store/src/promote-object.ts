import type { S3Client } from '@aws-sdk/client-s3';
import { type CommitResult, commitInRounds, commitObject } from './commit-object.ts';
import { copyRanges } from './copy-ranges.ts';
import { findObject, matches, type StoredObject, verifyStored } from './find-object.ts';
import { openMultipartUpload } from './multipart-upload.ts';
import type { CreateResult, ObjectFacts, ObjectLocation, RecordingStore } from './recording-store.ts';

/** Most recordings fit into one part. S3 copies a part in seconds, so repeating one costs little. */
const COPY_PART_SIZE_BYTES = 256 * 1_048_576;

export type CopyDeps = { readonly s3: S3Client; readonly copyPartSizeBytes?: number };

/** Makes the function that copies a staged object to its final key. */
export const makePromoteObject = ({
  quarantineBucket,
  ...deps
}: CopyDeps & { readonly quarantineBucket: string }): RecordingStore['promote'] => {
  const copy = makeCopyObject(deps);
  return (stagedKey, location, facts, signal) =>
    copy({ bucket: quarantineBucket, key: stagedKey }, location, facts, signal);
};

/**
 * Makes the function that copies an object to a final key, inside S3, unless the key has an object.
 *
 * A multipart upload, because CopyObject takes at most 5 GB, and S3 refuses its `If-None-Match` (501) in a bucket whose
 * policy enforces conditional writes (User Guide, "Enforce conditional writes").
 */
export const makeCopyObject = ({ s3, copyPartSizeBytes = COPY_PART_SIZE_BYTES }: CopyDeps) => {
  return async (
    source: ObjectLocation,
    location: ObjectLocation,
    facts: ObjectFacts,
    signal: AbortSignal,
  ): Promise<CreateResult> => {
    const staged = await verifyStored(s3, source, { sizeBytes: facts.sizeBytes }, signal);
    const copy = { s3, source, staged, location, facts, copyPartSizeBytes, signal };

    const result = await commitInRounds(() => copyOnce(copy));
    if (result === 'created') await verifyStored(s3, location, expectedOf(copy), signal);
    return result;
  };
};

type Copy = {
  readonly s3: S3Client;
  readonly source: ObjectLocation;
  readonly staged: StoredObject;
  readonly location: ObjectLocation;
  readonly facts: ObjectFacts;
  readonly copyPartSizeBytes: number;
  readonly signal: AbortSignal;
};

/** After a 409 S3 requires a new upload with new parts (API reference, CompleteMultipartUpload). */
const copyOnce = async (copy: Copy): Promise<CommitResult> => {
  const { s3, location, facts, signal } = copy;
  const metadata = { ...facts.metadata, sha256: facts.sha256 };
  const upload = await openMultipartUpload(
    s3,
    location,
    { contentType: facts.contentType, metadata },
    signal,
  );

  let result: CommitResult | undefined;
  try {
    for (const CopySourceRange of copyRanges(facts.sizeBytes, copy.copyPartSizeBytes)) {
      await upload.copyPart({ ...sourceOf(copy), CopySourceRange });
    }
    const expected = expectedOf(copy);
    result = await commitObject(
      {
        send: () => upload.complete(expected),
        find: () => findObject(s3, location, signal),
        isOurs: (stored) => matches(stored, expected),
      },
      signal,
    );
    return result;
  } finally {
    // If the clean-up fails, the bucket's lifecycle rule deletes the incomplete upload.
    if (result !== 'created') await upload.abort().catch(() => undefined);
  }
};

const sourceOf = ({ source, staged }: Copy) => ({
  CopySource: [source.bucket, ...source.key.split('/')].map(encodeURIComponent).join('/'),
  CopySourceIfMatch: staged.etag, // All parts come from one object, even if its key is written again meanwhile.
});

const expectedOf = ({ facts, staged }: Copy) => ({
  sizeBytes: facts.sizeBytes,
  crc32: staged.crc32,
  metadata: { sha256: facts.sha256 },
});
